// Enters: small reports by hand. Leaves: whether texts are divided, placed, linked and worded as the page needs; without a browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromBase91, toBase91 } from '../../page/scripts/base91.js';
import { fragmentOf, questionOf } from '../../page/scripts/link.js';
import { embeddingsOf } from '../../page/scripts/options.js';
import { Positions, graphemeEnds } from '../../page/scripts/positions.js';
import { DRAWN_TOKENS, runsOf } from '../../page/scripts/runs.js';
import { lettersOf } from '../../page/scripts/slots.js';
import { verdictOf } from '../../page/scripts/verdict.js';

const token = (start, end, more = {}) => ({ id: 1, kind: 'whole', slot: 1, row: 0, weight: null, original: { start, end }, ...more });
const report = (tokens, more = {}) => ({ syntax: 'text', raises: null, removed: null, tokens, ...more });
const shown = (runs) => runs.map(({ kind, text }) => [kind, text]);

test('bytes as text are the same bytes', () => {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) & 255;
  for (const length of [0, 1, 2, 3, 13, 14, 15, 1000, 9999]) {
    for (const byteOf of [random, () => 0, () => 255]) {
      const bytes = Uint8Array.from({ length }, byteOf);
      const text = toBase91(bytes);
      assert.deepEqual(fromBase91(text, length), bytes);
      assert.doesNotMatch(text, /[<&\\\s]/);
      assert.ok(text.length <= length * 1.24 + 2);
    }
  }
});

test('bytes are translated to UTF-16', () => {
  const text = 'é🏯x';
  const positions = new Positions(text);
  assert.deepEqual([0, 1, 2, 3, 5, 6, 7].map((byte) => positions.unit(byte)), [0, 0, 1, 1, 1, 3, 4]);
  // The last byte of the castle alone touches all of it.
  assert.deepEqual(positions.hull({ start: 5, end: 6 }), { start: 1, end: 3 });
  assert.deepEqual(new Positions('abc').hull({ start: 1, end: 2 }), { start: 1, end: 2 });
});

test('a lone surrogate has the three bytes of U+FFFD', () => {
  const positions = new Positions('a\ud800b');
  assert.equal(new TextEncoder().encode('a\ud800b').length, 5);
  assert.deepEqual([0, 1, 3, 4].map((byte) => positions.unit(byte)), [0, 1, 1, 2]);
});

test('a grapheme is not divided', () => {
  const text = 'a👩‍🚀b';
  assert.equal(graphemeEnds(text)(3), 6);
  assert.equal(graphemeEnds('plain')(3), 3);
});

test('runs are the prompt, and tokens that share a character are one run', () => {
  const text = 'a 🏯!';
  const tokens = [token(0, 1), token(2, 5, { kind: 'fragment' }), token(5, 6, { kind: 'byte' }), token(6, 7)];
  const runs = runsOf(report(tokens), text);
  assert.deepEqual(shown(runs), [['tokens', 'a'], ['between', ' '], ['tokens', '🏯'], ['tokens', '!']]);
  assert.deepEqual(runs.map(({ name }) => name), ['', '', 'f', '']);
  assert.equal(runs[2].tokens.length, 2);
});

test('what a program takes out, and what has a meaning to it, are told apart', () => {
  const removed = [
    { what: 'network', original: { start: 2, end: 5 } },
    { what: 'and', original: { start: 6, end: 9 } },
    { what: 'outer_whitespace', original: { start: 11, end: 12 } },
  ];
  const runs = runsOf(report([token(0, 1), token(10, 11)], { syntax: 'a1111', removed }), 'a <x> AND b ');
  assert.deepEqual(shown(runs), [
    ['tokens', 'a'], ['between', ' '], ['removed', '<x>'], ['between', ' '], ['markup', 'AND'], ['between', ' '], ['tokens', 'b'], ['between', ' '],
  ]);
});

test('a cut token is cut for all that shares its character', () => {
  const runs = runsOf(report([token(0, 3, { kind: 'fragment' }), token(3, 4, { kind: 'byte', slot: null })]), '🏯');
  assert.deepEqual(runs.map(({ name }) => name), ['c']);
});

test('no more tokens than 2,000 are drawn, and the rest of the text follows', () => {
  const count = DRAWN_TOKENS + 50;
  const text = 'a '.repeat(count);
  const runs = runsOf(report(Array.from({ length: count }, (_, at) => token(2 * at, 2 * at + 1))), text);
  assert.equal(runs.filter(({ kind }) => kind === 'tokens').length, DRAWN_TOKENS);
  assert.equal(runs.at(-1).kind, 'undrawn');
  assert.equal(runs.map((run) => run.text).join(''), text);
});

test('what was not read is not taken for markup', () => {
  const runs = runsOf(report([token(0, 1)], { syntax: 'a1111' }), 'a and much more', 2);
  assert.deepEqual(shown(runs), [['tokens', 'a'], ['between', ' '], ['undrawn', 'and much more']]);
});

test('a link says what it was made from', () => {
  const question = { model: 'sdxl-g', as: 'a1111', dialect: 'hf', options: { steps: 30, negative: true, embeddings: { a: 2 } }, text: '🏯 & # + 50%\nx=y' };
  const fragment = fragmentOf(question);
  assert.match(fragment, /^#model=sdxl-g&as=a1111&dialect=hf&/);
  assert.ok(!fragment.includes('+'));
  const { text, options, ...rest } = questionOf(fragment);
  assert.equal(text, question.text);
  assert.deepEqual(rest, { model: 'sdxl-g', as: 'a1111', dialect: 'hf' });
  assert.deepEqual(options, { steps: '30', negative: 'true', embeddings: '{"a":2}' });
  assert.equal(questionOf('#'), null);
  assert.equal(questionOf('#somewhere'), null);
});

test('embeddings are read as they are typed', () => {
  assert.deepEqual(embeddingsOf('easynegative=8, b = 2'), { easynegative: 8, b: 2 });
  assert.equal(embeddingsOf('easynegative'), null);
});

test('each slot has the letter of what it holds', () => {
  const rows = [{ ids: new Array(8).fill(0) }];
  const tokens = [token(0, 1), token(1, 2, { slot: 2, kind: 'byte' }), token(2, 3, { slot: null, row: null })];
  assert.equal(lettersOf({ rows, tokens, embeddings: null })[0].join(''), 'swoepppp');
  assert.equal(lettersOf({ rows, tokens, embeddings: [{ row: 0, slot: 3, vectors: 2 }] })[0].join(''), 'swovvepp');
  assert.equal(lettersOf({ rows, tokens: [], embeddings: [] })[0].join(''), 'sepppppp');
});

test('the verdict is in the words of the page', () => {
  const counts = { count: 42, room: 75, over: 0 };
  const view = { counts, counter: null, rows: [{}], raises: null, syntax: 'text' };
  const wordsOf = (more) => verdictOf({ view: { ...view, ...more }, isWhole: true, total: null, programTitle: 'A1111' }).words;
  assert.equal(wordsOf({}), 'fits, 33 free');
  assert.equal(wordsOf({ counts: { count: 75, room: 75, over: 0 } }), 'fits exactly');
  assert.equal(wordsOf({ counts: { count: 85, room: 75, over: 10 } }), '10 over: what is struck out is never read');
  assert.equal(wordsOf({ syntax: 'a1111', rows: [{}, {}], counter: { used: 85, of: 150 } }), '2 rows, nothing is cut');
  const long = (total) => verdictOf({ view, isWhole: false, total, programTitle: '' }).words;
  assert.equal(long(null), 'counting…');
  assert.equal(long(7500), '7,425 over: only the first 75 are read');
  assert.equal(long(2), 'fits, 73 free');
  assert.equal(wordsOf({ raises: 'ValueError' }), 'A1111 fails on this prompt (ValueError)');
});
