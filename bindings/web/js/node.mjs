// Enters: the file of the module. Leaves: what the package exports, ready at once.

import { readFileSync } from 'node:fs';
import { Core } from './module.mjs';
import { exportsOf } from './tokenizer.mjs';

const core = Core.fromBytes(readFileSync(new URL('./cliptok.wasm', import.meta.url)));

export const { Tokenizer, settings, emoji, picture } = exportsOf(core);
export { CliptokError } from './module.mjs';
