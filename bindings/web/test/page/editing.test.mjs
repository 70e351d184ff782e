// Enters: prompts that are typed. Leaves: whether the mirror lies under the text, and undo takes back what buttons wrote.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawn, open, verdict, write } from './support.mjs';

const LAYOUTS = [
  'a\tb\t\tc',
  'line\n\n\nline\n',
  'x'.repeat(300),
  'words that wrap '.repeat(30),
  'قطة تجلس على السجادة، صورة',
  'a \u202eright\u202c b',
  '👩‍🚀👨‍👩‍👧‍👦🏳️‍🌈🏯'.repeat(20),
  '  blanks   at   the   end      ',
  '桜の木の下で本を読む少女'.repeat(12),
  'no\u00a0break\u00a0'.repeat(40),
  'f\u0301\u0327 e\u0301 क्षि ก็',
];

for (const [name, options] of [
  ['wide', {}],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
]) {
  test(`the mirror and the textarea agree, ${name}`, async () => {
    const { page, close } = await open(options);
    for (const text of LAYOUTS) {
      await write(page, text);
      const { height, scroll, mirrored } = await page.evaluate(() => {
        const [mirror, area] = ['mirror', 'prompt'].map((id) => document.getElementById(id));
        return { height: mirror.offsetHeight, scroll: area.scrollHeight, mirrored: mirror.textContent.slice(0, -1) };
      });
      assert.equal(mirrored, text);
      // The textarea is as tall as the mirror: what it holds must not be taller.
      assert.equal(scroll, height, JSON.stringify(text));
    }
    await close();
  });
}

test('colors, edges and weights move no letter', async () => {
  const { page, close } = await open();
  await page.locator('#as').selectOption('a1111');
  await write(page, `${'a (bold castle:1.4) [faint] 🏯 ＦＵＬＬ it’s <lora:x:1> <|endoftext|>, '.repeat(6)}قطة \n ${'over '.repeat(80)}`);
  const kinds = await page.evaluate(() => [...new Set([...document.querySelectorAll('#mirror b')].flatMap((node) => [...node.classList]))].sort());
  assert.deepEqual(kinds, ['f', 'less', 'more', 't']);
  const moved = await page.evaluate(() => {
    const mirror = document.getElementById('mirror');
    // The same text without an element in it, as the textarea has it.
    const plain = document.createElement('div');
    plain.className = mirror.className;
    plain.textContent = mirror.textContent;
    mirror.parentNode.append(plain);
    const range = document.createRange();
    let at = 0;
    let most = 0;
    for (const node of mirror.firstChild.childNodes) {
      const { length } = node.textContent;
      range.selectNodeContents(node);
      const mine = range.getBoundingClientRect();
      range.setStart(plain.firstChild, at);
      range.setEnd(plain.firstChild, at + length);
      const other = range.getBoundingClientRect();
      most = Math.max(most, Math.abs(mine.left - other.left), Math.abs(mine.right - other.right), Math.abs(mine.top - other.top));
      at += length;
    }
    plain.remove();
    return most;
  });
  // Less than what the eye sees.
  assert.ok(moved < 0.6, `${moved} pixels`);
  await close();
});

test('the cut part is struck out, and fitting it can be undone', async () => {
  for (const label of ['Cut behind a comma', 'Cut behind a word', 'Cut behind a token']) {
    const { page, close } = await open();
    const text = 'a cat, '.repeat(30);
    await write(page, text);
    assert.equal(await verdict(page), '90 / 75 · 15 over: what is struck out is never read');
    assert.equal(await page.locator('#mirror b.c').count(), 15);
    await page.getByRole('button', { name: label }).click();
    await drawn(page);
    assert.match(await verdict(page), /fits/);
    assert.match(await page.locator('#fit-words').textContent(), /cut, 7\d tokens left/);
    const fitted = await page.locator('#prompt').inputValue();
    assert.ok(text.startsWith(fitted) && fitted.length < text.length);
    await page.keyboard.press('Control+z');
    await drawn(page);
    assert.equal(await page.locator('#prompt').inputValue(), text);
    await page.keyboard.press('Control+Shift+z');
    assert.equal(await page.locator('#prompt').inputValue(), fitted);
    await drawn(page);
    assert.equal(await page.locator('#fitting').isVisible(), true);
    await write(page, 'a cat');
    assert.equal(await page.locator('#fitting').isVisible(), false);
    await close();
  }
});

test('a button undoes a cut, where there is no key for it', async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const text = 'a cat, '.repeat(30);
  await write(page, text);
  await page.getByRole('button', { name: 'Cut behind a word' }).tap();
  await page.getByRole('button', { name: 'Undo' }).tap();
  assert.equal(await page.locator('#prompt').inputValue(), text);
  await close();
});

test('an example and an emoji can be undone, too', async () => {
  const { page, close } = await open();
  await page.locator('#prompt').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('mine');
  await page.getByRole('button', { name: 'Mojibake' }).click();
  assert.match(await page.locator('#prompt').inputValue(), /cafÃ©/);
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#prompt').inputValue(), 'mine');
  await page.keyboard.press('End');
  await page.locator('#emoji summary').click();
  await page.getByLabel('Search emoji by name').fill('japanese castle');
  await page.locator('.shelf').getByRole('button').first().click();
  assert.equal(await page.locator('#prompt').inputValue(), 'mine🏯');
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#prompt').inputValue(), 'mine');
  await close();
});

test('what the cursor and the pointer are on is described', async () => {
  const { page, close } = await open();
  await write(page, 'a 🏯 (b:1.2) <lora:x:1>');
  await page.locator('#as').selectOption('a1111');
  await drawn(page);
  await page.locator('#prompt').evaluate((area) => area.setSelectionRange(3, 4));
  await drawn(page);
  const detail = () => page.locator('#detail').textContent();
  assert.match(await detail(), /slot 2id 1109fragment: several bytes that cut a characterF0 9F 8F/);
  assert.match(await detail(), /slot 3id 363one byte of a longer characterAF/);
  assert.match(await detail(), /U\+1F3EF Japanese castle/);
  await page.locator('#mirror b', { hasText: 'b' }).hover({ force: true });
  assert.match(await detail(), /weight 1\.2/);
  assert.deepEqual(await page.locator('#tokens .id').allTextContents(), ['320', '1109', '363', '321 ×1.2']);
  await page.locator('.slots i').nth(3).hover();
  assert.match(await detail(), /slot 3id 363/);
  assert.equal(await page.locator('#mirror b.here').textContent(), '🏯');
  await page.locator('#mirror s').hover({ force: true });
  assert.match(await detail(), /taken out before the prompt is read/);
  await close();
});

test('a token that is touched is described', async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await write(page, 'one two three');
  const box = await page.locator('#mirror b').nth(1).boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction(() => /id 1237/.test(document.getElementById('detail').textContent));
  assert.equal(await page.locator('#mirror b.here').textContent(), 'two');
  await close();
});

test('an input method’s letters are drawn as they come, and stay the browser’s', async () => {
  const { page, close } = await open();
  await write(page, 'a ');
  await page.locator('#prompt').evaluate((area) => area.setSelectionRange(2, 2));
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'さくら', selectionStart: 3, selectionEnd: 3 });
  await drawn(page);
  assert.equal((await page.locator('#mirror').textContent()).slice(0, -1), 'a さくら');
  await session.send('Input.insertText', { text: '桜' });
  await drawn(page);
  assert.equal(await page.locator('#prompt').inputValue(), 'a 桜');
  assert.equal((await page.locator('#mirror').textContent()).slice(0, -1), 'a 桜');
  await close();
});

test('warnings select the place that they are about', async () => {
  const { page, close } = await open();
  await page.locator('#as').selectOption('a1111');
  await write(page, '🏯 a (cat:1,2) and (dog');
  const warning = page.locator('#warnings button').first();
  assert.match(await warning.textContent(), /is not read as a weight/);
  await warning.click();
  const selected = await page.locator('#prompt').evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.match(selected, /1,2/);
  await page.locator('#as').selectOption('text');
  await write(page, 'a (castle:1.2)');
  await page.locator('#warnings').getByRole('button', { name: 'A1111' }).click();
  await drawn(page);
  assert.equal(await page.locator('#as').inputValue(), 'a1111');
  assert.equal(await page.locator('#mirror b.more').count(), 1);
  await close();
});

test('a prompt on which the program fails says so, and why', async () => {
  const { page, seen, close } = await open();
  await page.locator('#as').selectOption('a1111');
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await write(page, '(a:.)');
  assert.equal(await page.locator('#words').textContent(), 'A1111 fails on this prompt (ValueError)');
  assert.match(await page.locator('#warnings').textContent(), /the weight \. is not a number/);
  assert.equal(await page.locator('#tokens').isVisible(), false);
  assert.match(await page.locator('#programs').textContent(), /fails: ValueError/);
  assert.deepEqual(seen.said, []);
  await close();
});

test('all programs are shown side by side', async () => {
  const { page, close } = await open();
  await page.locator('#programs summary').click();
  await write(page, 'a (castle:1.2) BREAK x');
  const table = page.locator('#programs table');
  const titles = await table.locator('thead th').allTextContents();
  const programs = await page.locator('#as option').count();
  assert.equal(titles.length, programs + 1);
  const castle = await table.locator('tr', { has: page.getByText('castle', { exact: true }) }).locator('td').allTextContents();
  assert.equal(castle[titles.indexOf('A1111') - 1], '×1.2');
  assert.equal(castle[titles.indexOf('Plain text') - 1], 'text');
  await close();
});

test('dialects that disagree are shown with the causes', async () => {
  const { page, close } = await open();
  await write(page, 'it’s');
  assert.match(await page.locator('#dialects').textContent(), /quotes: “’” → “'” in openai, open-clip, hf-slow/);
  await write(page, 'a cat');
  assert.match(await page.locator('#dialects').textContent(), /All dialects agree/);
  await close();
});

test('the verdict is that of the program’s counter', async () => {
  const { page, close } = await open();
  await write(page, 'a cat BREAK a dog');
  assert.match(await verdict(page), /^5 \/ 75 · fits, 70 free/);
  await page.locator('#as').selectOption('a1111');
  await drawn(page);
  assert.equal(await verdict(page), '77 / 150 · 2 rows, nothing is cut');
  assert.equal(await page.locator('.slots').count(), 2);
  assert.equal(await page.locator('.slots i.p').count(), 2 * 77 - 2 * 4);
  await close();
});
