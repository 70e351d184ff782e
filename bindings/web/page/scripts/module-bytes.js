// Enters: the page, which has the module as text, gzipped. Leaves: the module's bytes, or why this browser cannot run it.

import { fromBase91 } from './base91.js';

/** A reason in plain words. */
export class CannotStart extends Error {}

/** The bytes of the module. */
export async function moduleBytes() {
  if (typeof WebAssembly !== 'object') throw new CannotStart('This browser has no WebAssembly, or it is turned off. CLIP’s tokenizer runs in it.');
  if (typeof DecompressionStream !== 'function') {
    throw new CannotStart('This browser is too old to unpack the tokenizer (it has no DecompressionStream). A version from 2023 or later has it.');
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    throw new CannotStart('This browser’s WebAssembly has no SIMD instructions, which the tokenizer uses. A version from 2023 or later has them.');
  }
  const { textContent, dataset } = document.getElementById('module');
  const packed = fromBase91(textContent, Number(dataset.bytes));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The smallest module that has a SIMD instruction: a function that makes a vector of zeros and drops it. */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
]);
