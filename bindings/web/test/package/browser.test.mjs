// Enters: the package as a web server gives it out. Leaves: whether a browser runs it, whatever type the server says the module has.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { dist } from './package.mjs';

const PAGE = '<!doctype html><title>cliptok</title><script type="module">import * as cliptok from "./browser.mjs"; globalThis.cliptok = cliptok;</script>';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});
after(() => browser?.close());

/** Serves the package, with this type for the module, to `use`. */
async function serving(wasmType, use) {
  const server = createServer(({ url }, response) => {
    const name = url.slice(1);
    if (name === '') {
      response.setHeader('Content-Type', 'text/html').end(PAGE);
    } else if (/^\w+\.mjs$/.test(name)) {
      response.setHeader('Content-Type', 'text/javascript').end(readFileSync(dist + name));
    } else if (name === 'cliptok.wasm' && wasmType !== null) {
      response.setHeader('Content-Type', wasmType).end(readFileSync(dist + name));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  try {
    await use(page, `http://127.0.0.1:${server.address().port}/`);
  } finally {
    await page.close();
    server.close();
  }
}

for (const type of ['application/wasm', 'application/octet-stream']) {
  test(`a module that comes as ${type}`, () =>
    serving(type, async (page, address) => {
      await page.goto(address);
      await page.waitForFunction(() => globalThis.cliptok !== undefined);
      const answers = await page.evaluate(() => {
        const { Tokenizer } = globalThis.cliptok;
        const tokenizer = new Tokenizer('hf');
        return [Array.from(tokenizer.encode('a photo of a 🏯')), tokenizer.inspect('a 🏯').tokens[1].original];
      });
      assert.deepEqual(answers, [[320, 1125, 539, 320, 1109, 363], { start: 2, end: 4 }]);
    }));
}

test('a module that is not there is named', () =>
  serving(null, async (page, address) => {
    const error = new Promise((resolve) => page.once('pageerror', resolve));
    await page.goto(address);
    assert.equal((await error).message, `cliptok: ${address}cliptok.wasm answers 404`);
  }));
