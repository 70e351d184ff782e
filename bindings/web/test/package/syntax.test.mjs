// Enters: what the programs' own files make of prompts. Leaves: whether the package gives the same rows, weights and counters.

import assert from 'node:assert/strict';
import test from 'node:test';
import { cliptok, golden } from './package.mjs';

const { Tokenizer } = cliptok;
const EMPHASIS = { Original: 'original', 'No norm': 'no-norm', Ignore: 'ignore', None: 'none' };

/** The options of a golden by the names that the package has for them. */
function options(golden) {
  const options = {};
  for (const [name, value] of Object.entries(golden.options ?? {})) {
    if (name === 'negative' && typeof value === 'string') options.negative_prompt = value;
    else if (name === 'backtrack') options.comma_backtrack = value;
    else if (name === 'emphasis') options.emphasis = EMPHASIS[value];
    else options[name] = value;
  }
  return options;
}

const readers = new Map();
function reader(golden) {
  const { syntax, model, dialect } = golden;
  const settings = { as: syntax, dialect: dialect.replace('+bang', ''), options: options(golden) };
  const key = JSON.stringify([model, settings]);
  if (!readers.has(key)) readers.set(key, Tokenizer.forModel(model, settings));
  return readers.get(key);
}

/** Compares the first text of each prompt, and the class of the exception where the program raises one. */
function check(goldens, atLeast) {
  let checked = 0;
  for (const line of goldens) {
    const tokenizer = reader(line);
    if (line.error !== undefined) {
      assert.equal(tokenizer.inspect(line.prompt).raises, line.error, line.prompt);
      assert.throws(() => tokenizer.rows(line.prompt), { name: 'CliptokError', field: 'prompt' });
      checked += 1;
      continue;
    }
    if (line.chunks === undefined) continue;
    const report = tokenizer.inspect(line.prompt);
    const rows = line.chunks.map(({ ids, weights }) => ({ ids, weights }));
    assert.deepEqual(report.rows, rows, line.prompt);
    assert.deepEqual(tokenizer.rows(line.prompt), rows, line.prompt);
    assert.deepEqual(report.segments.map(({ text, weight }) => [text, weight]), line.segments, line.prompt);
    const counter = report.counter && `${report.counter.used}/${report.counter.of}`;
    assert.equal(counter, line.count ?? null, line.prompt);
    if (counter !== null) assert.equal(tokenizer.count(line.prompt), report.counter.used, line.prompt);
    checked += 1;
  }
  assert.ok(checked >= atLeast, `only ${checked} were checked`);
}

const all = golden('syntax.jsonl.gz');
const least = { a1111: 1790, forge: 470, comfy: 1050, compel: 1520, 'sd-embed': 850, lpw: 670, 'lpw-xl': 330 };
for (const [syntax, atLeast] of Object.entries(least)) {
  test(`every golden of ${syntax}`, () => check(all.filter((line) => line.syntax === syntax), atLeast));
}

test('random prompts of compel', () => check(golden('syntax-invokeai.jsonl.gz'), 560));

test('many prompts are counted as one is', () => {
  const tokenizer = Tokenizer.forModel('sd1', { as: 'a1111' });
  const prompts = all.filter(({ syntax, error }) => syntax === 'a1111' && error === undefined).map(({ prompt }) => prompt);
  assert.deepEqual(Array.from(tokenizer.countMany(prompts)), prompts.map((prompt) => tokenizer.count(prompt)));
});

test('every program that the core knows is in the settings, with options that it takes', () => {
  const { programs } = cliptok.settings();
  assert.deepEqual(programs.map(({ name }) => name), ['a1111', 'forge', 'comfyui', 'invokeai', 'sd-embed', 'lpw', 'lpw-xl']);
  const values = { negative: true, negative_prompt: 'a', steps: 7, comma_backtrack: 0, emphasis: 'none', truncate: true, embeddings: { a: 2 } };
  for (const { name, options } of programs) {
    for (const option of options) {
      Tokenizer.forModel('sd1', { as: name, options: { [option]: values[option] } }).inspect('a');
    }
  }
});
