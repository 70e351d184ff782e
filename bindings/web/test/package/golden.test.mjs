// Enters: the answers of the real packages and programs. Leaves: whether the package gives the same.

import assert from 'node:assert/strict';
import test from 'node:test';
import { cliptok, golden } from './package.mjs';

const { Tokenizer } = cliptok;
const DIALECTS = ['hf', 'openai', 'open-clip', 'hf-slow', 'hf-basic'];

for (const dialect of DIALECTS) {
  test(`every golden of ${dialect}: ids, counts, and counts of many`, () => {
    const tokenizer = new Tokenizer(dialect);
    const lines = golden('dialects.jsonl');
    assert.equal(lines.length, 8051);
    const wanted = lines.map((line) => line[dialect] ?? line.all);
    for (const [at, { text }] of lines.entries()) {
      assert.deepEqual(Array.from(tokenizer.encode(text)), wanted[at], text);
      assert.equal(tokenizer.count(text), wanted[at].length, text);
    }
    const counts = tokenizer.countMany(lines.map(({ text }) => text));
    assert.deepEqual(Array.from(counts), wanted.map((ids) => ids.length));
  });
}

test('every golden of hf-basic-4.30', () => {
  const tokenizer = new Tokenizer('hf-basic-4.30');
  const lines = golden('hf-basic-4.30.jsonl');
  assert.equal(lines.length, 8051);
  for (const { text, ...ids } of lines) {
    assert.deepEqual(Array.from(tokenizer.encode(text)), ids['hf-basic-4.30'], text);
  }
});

test('where ! is special, by the model', () => {
  const tokenizer = Tokenizer.forModel('sd2');
  for (const line of golden('dialects.jsonl')) {
    const wanted = line['hf+bang'] ?? line.hf ?? line.all;
    assert.deepEqual(Array.from(tokenizer.encode(line.text)), wanted, line.text);
  }
});

test('every golden row', () => {
  const presets = {
    openai: Tokenizer.forModel('openai', { options: { truncate: true } }),
    'open-clip': Tokenizer.forModel('open-clip'),
    hf: new Tokenizer('hf'),
    'hf-slow': new Tokenizer('hf-slow'),
    sd2: Tokenizer.forModel('sd2'),
    'sdxl-g': Tokenizer.forModel('sdxl-g'),
  };
  let rows = 0;
  for (const { text, ...byPreset } of golden('layout.jsonl')) {
    for (const [preset, wanted] of Object.entries(byPreset)) {
      const tokenizer = presets[preset];
      if (tokenizer === undefined || !Array.isArray(wanted)) continue;
      assert.deepEqual(Array.from(tokenizer.row(text)), wanted, `${preset}: ${text}`);
      const [row] = tokenizer.rows(text);
      assert.deepEqual(row, { ids: wanted, weights: null });
      rows += 1;
    }
  }
  assert.ok(rows >= 54, `${rows} rows`);
});

test('every golden of decoding', () => {
  const packages = { openai: ['openai', 'clip'], 'open-clip': ['open-clip', 'clip'], hf: ['hf', 'transformers'], 'hf-slow': ['hf-slow', 'transformers'] };
  const lines = golden('decode.jsonl');
  assert.equal(lines.length, 861);
  for (const [name, [dialect, decoding]] of Object.entries(packages)) {
    const tokenizer = new Tokenizer(dialect);
    for (const line of lines) assert.equal(tokenizer.decode(line.ids, decoding), line[name], JSON.stringify(line.ids));
  }
});

test('decoding what was encoded gives the normalized text back', () => {
  const tokenizer = new Tokenizer('hf');
  for (const { text } of golden('dialects.jsonl').filter(({ set }) => set === 'edge')) {
    const ids = tokenizer.encode(text);
    const decoded = tokenizer.decode(ids);
    if (decoded === null) continue;
    assert.deepEqual(tokenizer.encode(decoded), ids, text);
  }
});
