// Enters: the page that was built. Leaves: it open in a browser, watched: what it asked for, what it said, what went wrong.

import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { chromium } from 'playwright-core';

import { fromBase91 } from '../../page/scripts/base91.js';

const ROOT = new URL('../../../../', import.meta.url);
export const PAGE = fileURLToPath(new URL('../../dist/cliptok.html', import.meta.url));
export const PAGE_URL = pathToFileURL(PAGE).href;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** A file of the project, from its root. */
export function projectFile(name) {
  return fileURLToPath(new URL(name, ROOT));
}

/** The gzipped module in the text of a page. */
export function moduleOf(html) {
  const [, bytes, packed] = html.match(/id="module" data-bytes="(\d+)">([^<]*)</);
  return fromBase91(packed, Number(bytes));
}

/** The lines of a golden file. */
export function goldens(name) {
  const bytes = readFileSync(projectFile(`tests/golden/${name}`));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text.trimEnd().split('\n').map((line) => JSON.parse(line));
}

let launched = null;
after(async () => (await launched)?.close());

/** A tab with the usual settings, for one test after the other: a new one takes a second, and a new page in it a third of that. */
let usual = null;
const VIEWPORT = { width: 1280, height: 900 };

/** A tab with the page at work. `fragment` is a link's, `before` runs before the page; the rest are options of a browser context. */
export async function open({ fragment = '', url = PAGE_URL, before = null, ...options } = {}) {
  assert.ok(existsSync(PAGE), 'bindings/web/build makes the page first');
  launched ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  const isUsual = before === null && Object.keys(options).length === 0;
  if (isUsual && usual !== null && usual.isFree) {
    usual.isFree = false;
    await usual.tab.page.emulateMedia({ media: null });
    await usual.tab.page.setViewportSize(VIEWPORT);
    // Otherwise a link into the same page would not load it again.
    await usual.tab.page.goto('about:blank');
    return load(usual.tab, url + fragment);
  }
  const context = await (await launched).newContext({ viewport: VIEWPORT, ...options });
  const page = await context.newPage();
  if (before !== null) await page.addInitScript(before);
  const seen = { requests: [], said: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => seen.said.push(message.text()));
  page.on('pageerror', (error) => seen.said.push(String(error)));
  if (!isUsual || usual !== null) return load({ page, seen, close: () => context.close() }, url + fragment);
  const tab = { page, seen, close: async () => { usual.isFree = true; } };
  usual = { tab, isFree: false };
  return load(tab, url + fragment);
}

/** Loads the page in a tab, and waits until it is at work, or says why it is not. */
async function load(tab, url) {
  tab.seen.requests.length = 0;
  tab.seen.said.length = 0;
  await tab.page.goto(url);
  const isReady = () => performance.getEntriesByName('cliptok-ready').length > 0 || document.getElementById('figure').textContent === 'Not started';
  await tab.page.waitForFunction(isReady);
  return tab;
}

/** Types a text in the place of all of it, and waits until it is drawn. */
export async function write(page, text) {
  await page.locator('#prompt').fill(text);
  await drawn(page);
}

/** Waits for the frame in which the last change is drawn, and for what is drawn once the keys rest. */
export async function drawn(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150))));
}

/** The verdict as it is read. */
export async function verdict(page) {
  const [figure, words] = await Promise.all([page.locator('#figure').textContent(), page.locator('#words').textContent()]);
  return `${figure} · ${words}`;
}

/** The page from a server on this machine, as from a static host; and what was asked of it. */
export async function served(task) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url !== '/') return response.writeHead(404).end();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return createReadStream(PAGE).pipe(response);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await task(`http://127.0.0.1:${server.address().port}/`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
