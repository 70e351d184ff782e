// Enters: the address of the module. Leaves: what the package exports, ready when the import is.

import { Core } from './module.mjs';
import { exportsOf } from './tokenizer.mjs';

const address = new URL('./cliptok.wasm', import.meta.url);

async function compiled() {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`cliptok: ${address} answers ${response.status}`);
  // A host that does not know the type of the file still sends its bytes.
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

const core = new Core(await compiled());

export const { Tokenizer, settings, emoji, picture } = exportsOf(core);
export { CliptokError } from './module.mjs';
