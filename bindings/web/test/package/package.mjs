// Enters: nothing. Leaves: what the tests of the package have in common: the package itself, the module, and goldens.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('../../../../', import.meta.url));
export const dist = fileURLToPath(new URL('../../dist/npm/', import.meta.url));

export const cliptok = await import('../../dist/npm/node.mjs');
const { Core } = await import('../../dist/npm/module.mjs');

/** The module. */
export const wasm = readFileSync(`${dist}cliptok.wasm`);

/** A core of its own, with memory that a test may spoil. */
export const newCore = () => Core.fromBytes(wasm);

/** The lines of a golden file. */
export function golden(name) {
  const bytes = readFileSync(`${root}tests/golden/${name}`);
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

/** A random number generator that draws the same numbers each time. */
export function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
