// Enters: random prompts of pieces that mean something, as every model, program and dialect reads them. Leaves: whether nothing goes wrong.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './support.mjs';

const PIECES = [
  '(a:1.2)', '[b]', '🏯', 'it’s ', '<lora:x:1>', ' AND ', 'BREAK', '\n', '{x|y}', '\\(', 'embedding:foo', '("q", "r").blend(1,2)', '((', '))', ':', '.5', 'é',
  'Ａ', '\u202e', '\u0000', '👩‍🚀', '\ud800', 'a', '  ', '#', ' /* c */ ', '<|endoftext|>', '!!', '++', '--', '.swap(', '[a:b:0.3]', ',',
];
const ROUNDS = 50;

test('no mixture of prompt, model, program and dialect goes wrong', async () => {
  const { page, seen, close } = await open();
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  const choices = await page.evaluate(() => ['model', 'as', 'dialect'].map((id) => [...document.getElementById(id).options].map(({ value }) => value)));
  let seed = 20_261_127;
  const random = (count) => (seed = (seed * 48_271) % 2_147_483_647) % count;
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = Array.from({ length: random(30) }, () => PIECES[random(PIECES.length)]).join('');
    const chosen = choices.map((values) => values[random(values.length)]);
    const { mirrored, held, words } = await page.evaluate(
      async ([typed, [model, as, dialect]]) => {
        for (const [id, value] of Object.entries({ model, as, dialect })) {
          const select = document.getElementById(id);
          select.value = value;
          select.dispatchEvent(new Event('change'));
        }
        const area = document.getElementById('prompt');
        area.value = typed;
        area.dispatchEvent(new Event('input'));
        await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 130)));
        const textOf = (id) => document.getElementById(id).textContent;
        return { mirrored: textOf('mirror').slice(0, -1), held: area.value, words: textOf('words') };
      },
      [text, chosen],
    );
    const about = JSON.stringify([text, chosen]);
    assert.equal(mirrored, held, about);
    assert.doesNotMatch(words, /^cliptok fails/, about);
    assert.deepEqual(seen.said, [], about);
  }
  await close();
});
