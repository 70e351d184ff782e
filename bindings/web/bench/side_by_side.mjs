// Enters: a folder with the other packages, and files of prompts. Leaves: how fast each package counts them, in one run, by turns.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tokenizer } from '../dist/npm/node.mjs';

const ROUNDS = 5;
const MOST_LINES = 20_000;

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const { AutoTokenizer, env } = await import(pathToFileURL(require.resolve('@huggingface/transformers')));
const { countTokens } = await import(pathToFileURL(require.resolve('gpt-tokenizer/encoding/cl100k_base')));
env.allowRemoteModels = false;
env.localModelPath = folder;

const ours = new Tokenizer('hf');
const theirs = await AutoTokenizer.from_pretrained('clip');
const idsOf = (text) => theirs(text, { add_special_tokens: false, return_tensor: false }).input_ids;

const packages = {
  'cliptok, countMany': (lines) => ours.countMany(lines).reduce((sum, count) => sum + count, 0),
  'cliptok, a prompt a call': (lines) => lines.reduce((sum, line) => sum + ours.encode(line).length, 0),
  'transformers.js': (lines) => lines.reduce((sum, line) => sum + idsOf(line).length, 0),
  'gpt-tokenizer (cl100k)': (lines) => lines.reduce((sum, line) => sum + countTokens(line, { allowedSpecial: 'all' }), 0),
};

for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(0, MOST_LINES);
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  const times = new Map(Object.keys(packages).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, count] of Object.entries(packages)) {
      const start = performance.now();
      count(lines);
      times.get(name).push(performance.now() - start);
    }
  }
  console.log(`${basename(file)}: ${lines.length} lines, ${(size / 1e6).toFixed(1)} MB; the median of ${ROUNDS}`);
  for (const [name, all] of times) {
    const median = all.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
    console.log(`  ${name.padEnd(26)} ${(size / 1e3 / median).toFixed(2).padStart(8)} MB/s`);
  }
}

const goldens = readFileSync(new URL('../../../tests/golden/dialects.jsonl', import.meta.url), 'utf8').split('\n').filter(Boolean);
const wrong = { cliptok: [], 'transformers.js': [] };
for (const line of goldens) {
  const { text, ...ids } = JSON.parse(line);
  const wanted = (ids.hf ?? ids.all).join();
  if (ours.encode(text).join() !== wanted) wrong.cliptok.push(text);
  if (idsOf(text).join() !== wanted) wrong['transformers.js'].push(text);
}
console.log(`wrong on ${goldens.length} goldens of hf:`);
for (const [name, texts] of Object.entries(wrong)) {
  console.log(`  ${name.padEnd(26)} ${texts.length}`);
  const sigma = texts.filter((text) => /Σ/.test(text)).length;
  if (texts.length > 0) console.log(`    with a capital sigma: ${sigma}; others: ${JSON.stringify(texts.filter((text) => !/Σ/.test(text)).slice(0, 5))}`);
}
