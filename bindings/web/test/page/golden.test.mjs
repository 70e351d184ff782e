// Enters: what the real packages and programs answered. Leaves: whether the module in the page answers the same, in a browser.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { script } from '../../page/build.mjs';
import { goldens, open } from './support.mjs';

const DIALECTS = ['openai', 'open-clip', 'hf', 'hf-slow', 'hf-basic'];
/** The names that the goldens have for programs. */
const PROGRAMS = { comfy: 'comfyui', compel: 'invokeai' };
let page;

before(async () => {
  ({ page } = await open());
  const entry = fileURLToPath(new URL('core-entry.js', import.meta.url));
  await page.evaluate(`(() => { ${script(entry)} })()`);
});

/** Asks many requests in the page. Returns the ids of the tokens of each. */
function idsOf(requests) {
  return page.evaluate(async (all) => {
    const core = await globalThis.coreOfThePage;
    return all.map((request) => core.ask({ verb: 'inspect', ...request }).tokens.map(({ id }) => id).join());
  }, requests);
}

/** Compares the answers to some requests, a thousand at a time. */
async function compare(cases, answersOf) {
  const wrong = [];
  for (let at = 0; at < cases.length; at += 1000) {
    const part = cases.slice(at, at + 1000);
    const answers = await answersOf(part.map(({ request }) => request));
    part.forEach(({ request, expected }, index) => {
      if (answers[index] !== expected) wrong.push({ request, expected, answer: answers[index] });
    });
  }
  assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} of ${cases.length} are wrong`);
  return cases.length;
}

test('every golden of every dialect', async () => {
  const cases = goldens('dialects.jsonl').flatMap((golden) =>
    DIALECTS.map((dialect) => ({
      request: { prompt: golden.text, dialect },
      expected: (golden.all ?? golden[dialect]).join(),
    })),
  );
  const older = goldens('hf-basic-4.30.jsonl').map((golden) => ({
    request: { prompt: golden.text, dialect: 'hf-basic-4.30' },
    expected: golden['hf-basic-4.30'].join(),
  }));
  const bang = goldens('dialects.jsonl').filter((golden) => golden['hf+bang'] !== undefined);
  const special = bang.map((golden) => ({ request: { prompt: golden.text, model: 'sdxl-g' }, expected: golden['hf+bang'].join() }));
  assert.ok(special.length > 100, `only ${special.length} goldens with a special !`);
  assert.ok((await compare([...cases, ...older, ...special], idsOf)) > 48_000);
});

test('whole rows of every model', async () => {
  const models = { openai: 'openai', 'open-clip': 'open-clip', hf: 'sd1', 'hf+bang': 'sdxl-g' };
  const cases = goldens('layout.jsonl').flatMap((golden) =>
    Object.entries(models).filter(([name]) => golden[name] !== undefined).map(([name, model]) => ({
      request: { prompt: golden.text, model, options: { truncate: true } },
      expected: golden[name].join(),
    })),
  );
  const rows = (requests) =>
    page.evaluate(async (all) => {
      const core = await globalThis.coreOfThePage;
      return all.map((request) => core.ask({ verb: 'inspect', ...request }).rows[0].ids.join());
    }, requests);
  assert.ok((await compare(cases, rows)) >= 60);
});

for (const syntax of ['a1111', 'forge', 'comfy', 'compel', 'sd-embed', 'lpw', 'lpw-xl']) {
  test(`a thousand prompts in the syntax ${syntax}, or all that there are`, async () => {
    const all = goldens('syntax.jsonl.gz').filter((golden) => golden.syntax === syntax);
    const cases = all.slice(0, 1000).map((golden) => ({
      request: {
        prompt: golden.prompt,
        as: PROGRAMS[syntax] ?? syntax,
        model: golden.model,
        options: optionsOf(golden.options ?? {}),
      },
      expected: golden.error ?? rowsOf(golden.chunks ?? null),
    }));
    const rows = (requests) =>
      page.evaluate(async (those) => {
        const core = await globalThis.coreOfThePage;
        return those.map((request) => {
          const { raises, rows: all } = core.ask({ verb: 'inspect', ...request });
          if (raises !== null) return raises;
          return all === null ? 'null' : JSON.stringify(all.map(({ ids, weights }) => [ids, weights]));
        });
      }, requests);
    const compared = await compare(cases.filter(({ expected }) => expected !== 'null'), rows);
    assert.ok(compared >= Math.min(all.length, 1000) * 0.9, `only ${compared} of ${all.length}`);
  });
}

/** The options of a golden by the core's names. */
function optionsOf({ backtrack, emphasis, negative, ...same }) {
  const options = { ...same };
  if (backtrack !== undefined) options.comma_backtrack = backtrack;
  if (emphasis !== undefined) options.emphasis = emphasis.toLowerCase().replace(' ', '-');
  if (typeof negative === 'string') options.negative_prompt = negative;
  else if (negative !== undefined) options.negative = negative;
  return options;
}

/** Rows as they are compared. */
function rowsOf(chunks) {
  return JSON.stringify(chunks?.map(({ ids, weights }) => [ids, weights]) ?? null);
}
