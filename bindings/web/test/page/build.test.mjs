// Enters: small scripts in a folder. Leaves: whether the build puts them together, refuses what it cannot, and hashes what it writes.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { script } from '../../page/build.mjs';
import { PAGE } from './support.mjs';

/** The script that the build makes of files; the first one is where it begins. */
function built(files) {
  const folder = mkdtempSync(join(tmpdir(), 'cliptok-build-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return script(join(folder, Object.keys(files)[0]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('scripts are put together in the order in which they need each other', () => {
  const code = built({
    'a.js': "import { two } from './b.js';\nimport { one } from './c.js';\n\n/** A comment. */\nconst local = 1;\nglobalThis.answer = one + two() + local;\n",
    'b.js': "import { one } from './c.js';\n\nconst local = 10;\nexport function two() {\n  // Another.\n  return one + local;\n}\n",
    'c.js': 'export const one = 1;\n',
  });
  const context = {};
  runInNewContext(code, context);
  assert.equal(context.answer, 13);
  assert.doesNotMatch(code, /comment|Another|import|export/);
});

test('what cannot be put together is refused', () => {
  assert.throws(() => built({ 'a.js': "import { b } from './b.js';\nexport const a = b;\n", 'b.js': "import { a } from './a.js';\nexport const b = a;\n" }), /import each other/);
  assert.throws(() => built({ 'a.js': "import { b } from './b.js';\nexport const same = b;\n", 'b.js': 'export const b = 1;\nexport const same = 2;\n' }), /two scripts export same/);
  assert.throws(() => built({ 'a.js': 'export default 1;\n' }), /only named imports/);
  assert.throws(() => built({ 'a.js': "import fs from 'node:fs';\n" }), /only named imports/);
  assert.throws(() => built({ 'a.js': 'const a = `one\ntwo`;\n' }), /template string/);
  assert.throws(() => built({ 'a.js': "const a = '</script>';\n" }), /would end its element/);
});

test('the policy names the hashes of the one style and the one script, and refuses all else', () => {
  const html = readFileSync(PAGE, 'utf8');
  const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)[1];
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const style = html.match(/<style>([\s\S]*?)<\/style>/)[1];
  const code = html.match(/<script type="module">([\s\S]*?)<\/script>/)[1];
  assert.equal(
    policy,
    `default-src 'none'; script-src ${hash(code)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
  );
  // The policy must come before anything that it is about.
  assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<style'));
  assert.doesNotMatch(html, /https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
});
