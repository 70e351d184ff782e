// Enters: the page from disk and from a server, and hostile prompts. Leaves: whether it asks for anything, or makes an element of a text.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { PAGE_URL, drawn, open, served, write } from './support.mjs';

const HOSTILE = [
  '<img src=x onerror="document.title=\'owned\'">',
  '</textarea><script>document.title="owned"</script>',
  '"><svg/onload=document.title="owned">',
  "' onmouseover='document.title=1",
  '<style>*{display:none}</style>',
  'javascript:alert(1)',
  '{{constructor.constructor("document.title=1")()}}',
  '</script><script>document.title="owned"</script>',
  '\u202e\u2066 right to left \u0000 \u001b[31m',
  '<lora:<img src=x onerror=1>:1> (<b>:1.2) [<i>:<u>:0.5]',
];

/** The page after every folded part was opened. */
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await drawn(page);
}

for (const [place, run] of [
  ['disk', (task) => task(PAGE_URL, null)],
  ['a server', served],
]) {
  test(`from ${place}, the page is one request, and says nothing on the console`, async () => {
    await run(async (url, asked) => {
      const { page, seen, close } = await open({ url });
      await write(page, 'a photo of a 🏯');
      await unfold(page);
      await page.locator('#copy-ids').click();
      assert.deepEqual(seen.requests.filter((request) => !request.startsWith('data:')), [url]);
      assert.deepEqual(seen.said, []);
      if (asked !== null) assert.deepEqual(asked, ['/']);
      await close();
    });
  });
}

test('innerHTML throws, and fetch and new scripts are refused', async () => {
  const { close } = await served(async (url) => {
    const opened = await open({ url });
    const refused = await opened.page.evaluate(async () => {
      const tried = {};
      const attempt = async (name, task) => {
        try {
          await task();
          tried[name] = 'done';
        } catch (error) {
          tried[name] = error.name;
        }
      };
      await attempt('innerHTML', () => {
        document.createElement('div').innerHTML = '<b>x</b>';
      });
      await attempt('fetch', () => fetch(location.href));
      await attempt('script', () => {
        document.createElement('script').textContent = 'document.title = "owned"';
      });
      await attempt('policy', () => trustedTypes.createPolicy('x', {}));
      await attempt('frame', () => {
        document.createElement('iframe').srcdoc = '<p>x';
      });
      return tried;
    });
    assert.deepEqual(refused, { innerHTML: 'TypeError', fetch: 'TypeError', script: 'TypeError', policy: 'TypeError', frame: 'TypeError' });
    return opened;
  });
  await close();
});

test('no prompt makes an element, an attribute that acts, or a script', async () => {
  const { page, seen, close } = await open();
  for (const as of ['text', 'a1111']) {
    await page.locator('#as').selectOption(as);
    await unfold(page);
    const names = () => page.evaluate(() => [...new Set([...document.querySelectorAll('body *')].map(({ localName }) => localName))].sort().join());
    await write(page, 'a plain prompt (with:1.2) <lora:x:1> 🏯 it’s');
    const usual = new Set((await names()).split(','));
    for (const text of HOSTILE) {
      await write(page, text);
      const made = (await names()).split(',').filter((name) => !usual.has(name) && !['q', 'li', 'mark', 'sub', 'u', 's', 'b', 'i', 'table', 'h3', 'code'].includes(name));
      assert.deepEqual(made, [], text);
      const acting = await page.evaluate(() => {
        const attributes = [...document.querySelectorAll('body *')].flatMap((node) => [...node.attributes].map(({ name }) => name));
        return attributes.filter((name) => name.startsWith('on') || ['style', 'src', 'href', 'srcdoc', 'action'].includes(name));
      });
      assert.deepEqual(acting, [], text);
      assert.doesNotMatch(await page.title(), /owned/);
      assert.equal(await page.evaluate(() => document.scripts.length), 2);
    }
  }
  assert.deepEqual(seen.said, []);
  await close();
});

test('a hostile link only sets the text and the settings', async () => {
  const { page, seen, close } = await open({ fragment: `#model=%3Cimg%3E&as=x&dialect=y&steps=-1&text=${encodeURIComponent(HOSTILE[0])}` });
  assert.equal(await page.locator('#prompt').inputValue(), HOSTILE[0]);
  assert.equal(await page.locator('#model').inputValue(), 'sd1');
  assert.match(await page.locator('#said').textContent(), /names <img>, x, y, which this page does not know/);
  assert.deepEqual(seen.said, []);
  await close();
});

test('a page that the browser saved as it stood works, and has nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliptok-page-'));
  try {
    const { page, close } = await open();
    await page.locator('#as').selectOption('a1111');
    await write(page, 'a (cat:1.2) '.repeat(40));
    await unfold(page);
    const saved = join(folder, 'saved.html');
    writeFileSync(saved, await page.content());
    const counted = (of) => of.evaluate(() => ['#examples button', '#fit-buttons button', '.filters', '#model option', '.slots', '#mirror > span'].map((all) => document.querySelectorAll(all).length));
    const other = await open({ url: pathToFileURL(saved).href });
    await other.page.locator('#as').selectOption('a1111');
    await write(other.page, 'a (cat:1.2) '.repeat(40));
    assert.deepEqual(await counted(other.page), await counted(page));
    assert.equal((await other.page.locator('#mirror').textContent()).slice(0, -1), 'a (cat:1.2) '.repeat(40));
    assert.equal(await other.page.locator('#mirror b').count(), await page.locator('#mirror b').count());
    assert.deepEqual(other.seen.said, []);
    await other.close();
    await close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no link leads out of the page', async () => {
  const { page, close } = await open();
  await unfold(page);
  assert.equal(await page.locator('a, area, form, iframe, object, embed').count(), 0);
  await close();
});
