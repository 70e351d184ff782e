// Enters: the page in light, dark, forced colors, narrow and printed. Leaves: whether everybody can read and reach all of it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { drawn, open, write } from './support.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PROMPT = 'a (castle:1.2) [at dusk] 🏯 it’s <lora:x:1> ＦＵＬＬ <|endoftext|> (rose:1,2)';

/** The page with every part of it in sight. */
async function everything(options) {
  const opened = await open(options);
  const { page } = opened;
  await page.locator('#as').selectOption('a1111');
  await write(page, `${PROMPT} ${'and more, '.repeat(40)}`);
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await drawn(page);
  return opened;
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing wrong, and every text has enough contrast, ${colorScheme}`, async () => {
    const { page, close } = await everything({ colorScheme });
    await page.evaluate(AXE);
    // axe cannot judge what lies under a textarea, so the colors of the style sheet are looked at themselves.
    const grounds = [];
    for (const as of ['a1111', 'text']) {
      await page.locator('#as').selectOption(as);
      await drawn(page);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      assert.deepEqual(found, [], as);
      grounds.push(...(await page.evaluate(contrasts)));
    }
    const names = new Set(grounds.map(({ name }) => name));
    for (const name of ['b', 'b f', 'b t', 'b c', 'b more', 'b less', 'button', 'button f', 'button o', 'button t', 'button c', 'u', 's', 'run']) {
      assert.ok(names.has(name), `${name} in ${[...names].join(', ')}`);
    }
    assert.deepEqual(grounds.filter(({ text }) => text < 4.5), []);
    // The edge of a token must be told from the card that it lies on.
    assert.deepEqual(grounds.filter(({ edge }) => edge !== null && edge < 2.2), []);
    await close();
  });
}

/** Runs in the page: the contrast of each kind of token, and of its edge with the card. */
function contrasts() {
  const parsed = (color) => color.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((left, right) => left - right);
    return (high + 0.05) / (low + 0.05);
  };
  const groundOf = (node) => {
    for (let at = node; at !== null; at = at.parentElement) {
      const color = parsed(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = new Map();
  const nodes = document.querySelectorAll('.mirror b, .mirror u, .mirror s, .tokens button, .run, mark, .warnings q');
  for (const node of nodes) {
    const kind = [node.localName === 'span' ? 'run' : node.localName, ...node.classList].filter((name) => !['ends', 'here', 'run'].includes(name) || name === node.localName);
    const name = [...new Set(node.localName === 'span' ? ['run', ...kind.slice(1)] : kind)].join(' ');
    const parity = node.matches(':nth-of-type(even)') ? 'even' : 'odd';
    const style = getComputedStyle(node);
    const edges = style.boxShadow === 'none' ? null : parsed(style.boxShadow);
    const inner = [node, ...node.querySelectorAll('*')].map((one) => contrast(parsed(getComputedStyle(one).color), groundOf(one)));
    found.set(`${name} ${parity}`, {
      name,
      text: Math.round(Math.min(...inner) * 100) / 100,
      edge: edges === null ? null : Math.round(contrast(edges, groundOf(node.parentElement)) * 100) / 100,
    });
  }
  return [...found.values()];
}

test('with forced colors, tokens and slots are told apart by their edges', async () => {
  const { page, close } = await everything({ forcedColors: 'active' });
  const outlines = await page.evaluate(() => [...document.querySelectorAll('.mirror b')].map((node) => getComputedStyle(node).outlineStyle));
  assert.ok(outlines.length > 50);
  assert.ok(outlines.every((style) => style !== 'none'));
  // The letters are the mirror's: the textarea must not cover it.
  const color = await page.locator('#prompt').evaluate((node) => getComputedStyle(node).color);
  assert.equal(color, 'rgba(0, 0, 0, 0)');
  const fragment = await page.locator('.mirror b.f').first().evaluate((node) => getComputedStyle(node).outlineStyle);
  assert.equal(fragment, 'dotted');
  const slots = await page.evaluate(() => {
    const colorOf = (letter) => getComputedStyle(document.querySelector(`.slots i.${letter}`)).backgroundColor;
    return [colorOf('w'), colorOf('p')];
  });
  assert.notEqual(slots[0], slots[1]);
  await close();
});

for (const [what, widths, options] of [
  ['a phone', [320, 390], { hasTouch: true, isMobile: true }],
  ['a desk', [768, 1280], {}],
]) {
  test(`on ${what}, nothing is scrolled sideways, and what is touched is large enough`, async () => {
    const { page, close } = await everything(options);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await drawn(page);
      const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
      assert.equal(client, width);
      assert.ok(scroll <= client, `${scroll} of ${client}`);
      if (what !== 'a phone') continue;
      const small = await page.evaluate(() => {
        const controls = [...document.querySelectorAll('button, select, summary, input:not([type="checkbox"], [hidden])')];
        const sizes = controls.filter((node) => node.offsetParent !== null).map((node) => [node.textContent.slice(0, 20), node.offsetWidth, node.offsetHeight]);
        return sizes.filter(([, wide, high]) => wide < 36 || high < 36);
      });
      assert.deepEqual(small, []);
    }
    await close();
  });
}

test('it prints the verdict, the prompt and the tokens, and no controls', async () => {
  const { page, close } = await everything({});
  await page.emulateMedia({ media: 'print' });
  for (const id of ['figure', 'mirror', 'tokens', 'dialects']) assert.ok(await page.locator(`#${id}`).isVisible(), id);
  for (const id of ['prompt', 'model', 'copy-ids', 'examples']) assert.ok(!(await page.locator(`#${id}`).isVisible()), id);
  await close();
});

test('with reduced motion, nothing moves', async () => {
  const { page, close } = await open({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() => document.getAnimations().length);
  assert.equal(moving, 0);
  await close();
});
