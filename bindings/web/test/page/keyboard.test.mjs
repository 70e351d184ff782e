// Enters: a keyboard, and nothing else. Leaves: whether every part of the page can be reached and used with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawn, open, projectFile, verdict } from './support.mjs';

/** Presses Tab until the focus is on what a selector names. */
async function tabTo(page, selector, key = 'Tab') {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`Tab does not come to ${selector}`);
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent);

test('every control is reached by Tab, in the order in which it is seen, and shows that it has the focus', async () => {
  const { page, close } = await open();
  const order = [];
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const node = document.activeElement;
      if (node === document.body) return null;
      const { top } = node.getBoundingClientRect();
      const style = getComputedStyle(node.id === 'prompt' ? node.parentNode : node);
      return { name: node.id || node.textContent.trim(), top: top + scrollY, shows: style.outlineStyle !== 'none' || style.boxShadow !== 'none' };
    });
    if (at === null) break;
    order.push(at);
  }
  const names = order.map(({ name }) => name);
  for (const name of ['prompt', 'model', 'as', 'dialect', 'picture-button', 'copy-link', 'copy-ids', 'copy-rows', 'copy-json', 'JSON']) {
    assert.ok(names.includes(name), `${name} in ${names.join(', ')}`);
  }
  assert.deepEqual(order.filter(({ shows }) => !shows), []);
  for (let at = 1; at < order.length; at += 1) {
    assert.ok(order[at].top >= order[at - 1].top - 60, `${order[at].name} stands above ${order[at - 1].name}`);
  }
  await close();
});

test('typing, choosing a model and a program', async () => {
  const { page, close } = await open();
  await tabTo(page, '#prompt');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('(a cat:1.2)');
  await tabTo(page, '#as');
  await page.keyboard.type('A1111');
  await drawn(page);
  assert.equal(await page.locator('#as').inputValue(), 'a1111');
  assert.match(await verdict(page), /^2 \/ 75/);
  await tabTo(page, '#model', 'Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await drawn(page);
  assert.notEqual(await page.locator('#model').inputValue(), 'sd1');
  await close();
});

test('a picture is chosen, the ids are copied, the dialect and an option are changed', async () => {
  const { page, close } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  // The browser is told long before that the chooser is waited for: otherwise it may open one that nobody sees.
  const chooser = page.waitForEvent('filechooser');
  await tabTo(page, '#picture-button');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(projectFile('tests/golden/images/a1111.png'));
  await page.waitForFunction(() => document.getElementById('as').value === 'a1111');
  await drawn(page);
  await page.locator('#prompt').focus();
  await tabTo(page, '#dialect');
  await page.keyboard.press('End');
  assert.notEqual(await page.locator('#dialect').inputValue(), '');
  await tabTo(page, '#options input[type="checkbox"]');
  await page.keyboard.press('Space');
  assert.equal(await page.getByLabel('This is the negative prompt').isChecked(), true);
  await tabTo(page, '#copy-ids');
  await page.keyboard.press('Enter');
  await page.getByText('Copied: the ids.').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^320 3540 525 320 /);
  await close();
});

test('the list of tokens has one stop, and arrows, Home and End move in it', async () => {
  const { page, close } = await open();
  await page.locator('#prompt').fill('one two three four');
  await drawn(page);
  await page.locator('#copy-json').focus();
  await tabTo(page, '.tokens button');
  assert.match(await focused(page), /^one/);
  await page.keyboard.press('ArrowRight');
  assert.match(await focused(page), /^two/);
  assert.match(await page.locator('#detail').textContent(), /slot 2.*id 1237/);
  await page.keyboard.press('End');
  assert.match(await focused(page), /^four/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(page), /^four/);
  await page.keyboard.press('Home');
  assert.match(await focused(page), /^one/);
  assert.equal(await page.locator('.tokens button[tabindex="0"]').count(), 1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const selected = await page.locator('#prompt').evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, 'two');
  await close();
});

test('emoji are found, walked through and put into the prompt', async () => {
  const { page, close } = await open();
  await page.locator('#prompt').fill('');
  await page.locator('#copy-json').focus();
  await tabTo(page, '#emoji summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '.filters button:nth-of-type(2)');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('.filters button[aria-pressed="true"]').textContent(), 'One token');
  await tabTo(page, '.shelf button');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await drawn(page);
  assert.match(await verdict(page), /^1 \/ 75/);
  await close();
});

test('a prompt is cut, a warning activated, a fold opened', async () => {
  const { page, close } = await open();
  await page.locator('#as').selectOption('text');
  await page.locator('#prompt').fill('a cat, '.repeat(30));
  await drawn(page);
  await tabTo(page, '#fit-buttons button');
  await page.keyboard.press('Enter');
  await drawn(page);
  assert.match(await verdict(page), /fits/);
  await page.locator('#as').selectOption('a1111');
  await page.locator('#prompt').fill('a (cat:1,2)');
  await drawn(page);
  await tabTo(page, '#warnings button');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'prompt');
  await tabTo(page, '#json summary');
  await page.keyboard.press('Enter');
  await drawn(page);
  assert.match(await page.locator('#json-body').textContent(), /"syntax": "a1111"/);
  await close();
});
