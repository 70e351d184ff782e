// Enters: the examples of the package's README. Leaves: whether each gives what it says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { inspect } from 'node:util';
import { cliptok, dist } from './package.mjs';

const readme = readFileSync(`${dist}README.md`, 'utf8');

/** A line `expression;  // → value` becomes a comparison; an array that has a name is written with it and its values alone. */
function comparing(line) {
  const [, indent, expression, value] = /^(\s*)(.*);\s+\/\/ → (.*)$/.exec(line) ?? [];
  return expression === undefined ? line : `${indent}compare(${expression}, ${JSON.stringify(value)});`;
}

test('the examples give what they say', () => {
  const blocks = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  const code = blocks.join('\n').split('\n').map(comparing).join('\n').replace(/^import .*$/m, '');
  let compared = 0;
  const compare = (value, written) => {
    const list = () => `[${Array.from(value).join(', ')}]`;
    const shown = ArrayBuffer.isView(value) ? `${value.constructor.name} ${list()}` : Array.isArray(value) ? list() : inspect(value);
    assert.equal(shown, written);
    compared += 1;
  };
  new Function('Tokenizer', 'compare', code)(cliptok.Tokenizer, compare);
  assert.equal(compared, (readme.match(/\/\/ → /g) ?? []).length);
  assert.ok(compared >= 15, `${compared} examples`);
});
