// Enters: prompts and settings. Leaves: whether a copied link asks the same again, and what stands in the clipboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PAGE_URL, drawn, open, verdict, write } from './support.mjs';

const permissions = ['clipboard-read', 'clipboard-write'];
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test('a copied link asks the same again', async () => {
  const { page, close } = await open({ permissions });
  const text = 'a 🏯 & b # c + d % é\n(line:1.2) two=2';
  await page.locator('#model').selectOption('sd2');
  await page.locator('#as').selectOption('a1111');
  await page.locator('#dialect').selectOption('hf');
  await page.getByLabel('Sampling steps').fill('33');
  await write(page, text);
  assert.equal(new URL(page.url()).hash, '', 'the address has no prompt before it is asked for');
  await page.locator('#copy-link').click();
  await page.getByText('Copied: the link.').waitFor();
  const link = await clipboard(page);
  assert.ok(link.startsWith(`${PAGE_URL}#model=sd2&as=a1111&dialect=hf&steps=33&text=`), link);
  const said = await verdict(page);
  const other = await open({ fragment: link.slice(PAGE_URL.length) });
  assert.equal(await other.page.locator('#prompt').inputValue(), text);
  assert.equal(await other.page.locator('#model').inputValue(), 'sd2');
  assert.equal(await other.page.locator('#as').inputValue(), 'a1111');
  assert.equal(await other.page.locator('#dialect').inputValue(), 'hf');
  assert.equal(await other.page.getByLabel('Sampling steps').inputValue(), '33');
  assert.equal(await verdict(other.page), said);
  await other.close();
  await close();
});

test('a link that is followed while the page is open is read', async () => {
  const { page, close } = await open();
  await page.evaluate(() => (location.hash = '#as=comfyui&text=(a%20cat:1.5)'));
  await drawn(page);
  assert.equal(await page.locator('#prompt').inputValue(), '(a cat:1.5)');
  assert.equal(await page.locator('#as').inputValue(), 'comfyui');
  assert.match(await verdict(page), /^2 \/ 75 · fits/);
  await close();
});

test('ids, rows and JSON are copied', async () => {
  const { page, close } = await open({ permissions });
  await write(page, 'a photo of a 🏯');
  await page.locator('#copy-ids').click();
  await page.getByText('Copied: the ids.').waitFor();
  assert.equal(await clipboard(page), '320 1125 539 320 1109 363');
  await page.locator('#copy-rows').click();
  await page.getByText('Copied: the rows.').waitFor();
  const row = (await clipboard(page)).split(' ');
  assert.deepEqual([row.length, row[0], row[7], row[76]], [77, '49406', '49407', '49407']);
  await page.locator('#copy-json').click();
  await page.getByText('Copied: the JSON.').waitFor();
  assert.equal(JSON.parse(await clipboard(page)).tokens[4].bytes, 'F09F8F');
  await close();
});
