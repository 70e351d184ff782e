// Enters: the module in the page, and every prompt of the goldens. Leaves: whether what the page makes of its reports holds for all of them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Core } from '../../js/module.mjs';
import { DRAWN_TOKENS, runsOf } from '../../page/scripts/runs.js';
import { lettersOf } from '../../page/scripts/slots.js';
import { warningsOf } from '../../page/scripts/warnings.js';
import { PAGE, goldens, moduleOf } from './support.mjs';

const core = Core.fromBytes(gunzipSync(moduleOf(readFileSync(PAGE, 'utf8'))));
const { programs, models } = core.ask({ verb: 'settings' });

/** Checks what is true of every report. */
function check(request) {
  const { prompt } = request;
  const report = core.ask({ verb: 'inspect', ...request });
  const runs = runsOf(report, prompt);
  assert.equal(runs.map(({ text }) => text).join(''), prompt, 'the runs are the prompt');
  let next = 0;
  for (const run of runs) {
    if (run.kind !== 'tokens') continue;
    assert.equal(run.first, next);
    next += run.tokens.length;
  }
  assert.ok(next === report.tokens.length || next >= DRAWN_TOKENS, 'each token is in a run');
  const letters = lettersOf(report);
  (report.rows ?? []).forEach(({ ids }, row) => {
    assert.equal(letters[row].length, ids.length);
    assert.equal(ids[0], 49406);
    assert.equal(letters[row][0], 's');
    const end = letters[row].indexOf('e');
    // A row ends with its end token; behind it there are only pads.
    assert.equal(ids[end], 49407, `the end of row ${row}`);
    assert.deepEqual(new Set(ids.slice(end + 1)).size <= 1, true, `the pads of row ${row}`);
  });
  for (const { row, slot } of report.tokens) {
    if (row !== null) assert.match(letters[row][slot], /[wfot]/, `slot ${slot} of row ${row}`);
  }
  for (const { words } of warningsOf(report)) assert.doesNotMatch(words, /--|^bytes? \d/, words);
}

for (const { name, title } of [{ name: 'text', title: 'plain text' }, ...programs]) {
  test(`runs, slots and warnings hold for prompts as ${title} reads them`, () => {
    const prompts = goldens('syntax.jsonl.gz').map(({ prompt }) => prompt);
    const others = goldens('dialects.jsonl').map(({ text }) => text);
    let checked = 0;
    for (const [at, prompt] of [...prompts, ...others].entries()) {
      if (at % 20 !== 0) continue;
      // A textarea has no carriage returns.
      const text = prompt.replace(/\r\n?/g, '\n');
      try {
        check({ prompt: text, as: name });
      } catch (error) {
        throw new Error(`${JSON.stringify(text)}: ${error.message}`, { cause: error });
      }
      checked += 1;
    }
    assert.ok(checked > 720, `only ${checked}`);
  });
}

test('every model is asked with every program', () => {
  for (const { name: model } of models) {
    for (const as of ['text', ...programs.map(({ name }) => name)]) {
      const { encoders, rows } = core.ask({ verb: 'inspect', prompt: 'a (cat:1.2) 🏯', model, as });
      assert.ok(rows.length === 1 && (encoders === null || encoders.length === 2), `${model}, ${as}`);
    }
  }
});
