// Enters: the pictures of tests/golden/images. Leaves: whether each one, dropped on the page, gives its prompts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { drawn, open, projectFile } from './support.mjs';

const FOLDER = 'tests/golden/images';
const read = (folder) => JSON.parse(readFileSync(projectFile(`${folder}/index.json`), 'utf8')).samples;

/** Drops a file on the page, as from a folder. */
async function drop(page, name, bytes) {
  const data = await page.evaluateHandle(
    ({ name: called, base64 }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], called));
      return transfer;
    },
    { name, base64: bytes.toString('base64') },
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data });
  await page.dispatchEvent('#prompt', 'drop', { dataTransfer: data });
  await page.waitForFunction((called) => document.getElementById('pictures').textContent.startsWith(called), name);
}

/** The texts that a sample of the index has, in one list. */
function textsOf({ positive, negative }) {
  const all = [positive, negative].flatMap((prompt) => (prompt !== null && typeof prompt === 'object' ? Object.values(prompt) : [prompt]));
  return all.filter((text) => typeof text === 'string' && text !== '');
}

for (const folder of [FOLDER, `${FOLDER}/more`]) {
  test(`each picture in ${folder} gives its prompts`, async () => {
    const { page, seen, close } = await open();
    let [withPrompts, without] = [0, 0];
    for (const sample of read(folder)) {
      const before = 'nothing yet';
      await page.locator('#prompt').fill(before);
      await drop(page, sample.file, readFileSync(projectFile(`${folder}/${sample.file}`)));
      const found = await page.locator('#pictures').textContent();
      const texts = textsOf(sample);
      if (texts.length === 0) {
        without += 1;
        assert.equal(await page.locator('#prompt').inputValue(), before, sample.file);
        continue;
      }
      withPrompts += 1;
      // An empty prompt is a prompt, too.
      if (sample.positive === '') texts.push('');
      for (const text of texts) assert.ok(found.includes(text), `${sample.file}: ${JSON.stringify(found)}`);
      const written = await page.locator('#prompt').inputValue();
      assert.ok(texts.includes(written), `${sample.file}: ${written}`);
      if (typeof sample.positive === 'string') assert.equal(written, sample.positive, sample.file);
    }
    assert.deepEqual(seen.said, []);
    assert.ok(withPrompts >= 20, `only ${withPrompts} pictures with prompts`);
    assert.ok(folder !== FOLDER || without === 5, `${without} pictures without a prompt`);
    await close();
  });
}

test('a picture that a program wrote is read as that program reads it', async () => {
  const { page, close } = await open();
  await drop(page, 'a1111.png', readFileSync(projectFile(`${FOLDER}/a1111.png`)));
  await drawn(page);
  assert.equal(await page.locator('#as').inputValue(), 'a1111');
  assert.match(await page.locator('#mirror').innerText(), /stone wall/);
  assert.equal(await page.locator('#mirror b.more').count(), 2);
  await page.locator('#pictures').getByRole('button').nth(1).click();
  await drawn(page);
  assert.equal(await page.locator('#prompt').inputValue(), 'blurry, low quality');
  assert.equal(await page.getByLabel('This is the negative prompt').isChecked(), true);
  await close();
});

test('what is no picture, and a name that looks like markup, are said in words', async () => {
  const { page, seen, close } = await open();
  await drop(page, '<img src=x onerror=alert(1)>.png', Buffer.from('no picture'));
  assert.match(await page.locator('#pictures').textContent(), /^<img src=x onerror=alert\(1\)>\.png: /);
  assert.equal(await page.locator('#pictures img').count(), 0);
  await drop(page, 'empty.png', Buffer.alloc(0));
  assert.deepEqual(seen.said, []);
  await close();
});

test('the picker takes a picture, and a pasted one is told why not', async () => {
  const { page, close } = await open();
  await page.locator('#picture').setInputFiles(projectFile(`${FOLDER}/a1111-emoji.png`));
  await page.waitForFunction(() => document.getElementById('pictures').textContent.includes('ukiyo-e'));
  assert.equal(await page.locator('#prompt').inputValue(), '🏯🔥🐉 📜, ukiyo-e');
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(8)], 'image.png', { type: 'image/png' }));
    document.getElementById('prompt').dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  });
  assert.match(await page.locator('#pictures').textContent(), /A pasted picture has lost its prompt/);
  await close();
});
