// Enters: the page's parts, and the module that is built. Leaves: one HTML file that needs nothing else.
//
// `node page/build.mjs MODULE.wasm OUTPUT.html`; `bindings/web/build` calls it. There is no bundler: each script becomes a function
// that returns what it exports, and they stand in the order in which they need each other.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { toBase91 } from './scripts/base91.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const IMPORT = /^import\s+\{[^}]*\}\s+from\s+'(\.[^']+)';\n/gm;
const EXPORT = /^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm;
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect y="3" width="7" height="10" rx="2" fill="#24598f"/><rect x="8" y="3" width="5" height="10" rx="2" fill="#9b2fae"/><rect x="14" y="3" width="2" height="10" rx="1" fill="#857e74"/></svg>';

/** The scripts of the page as one. */
export function script(entry) {
  const parts = [];
  const seen = new Set();
  const exported = new Set();
  const add = (file, from) => {
    if (from.includes(file)) throw new Error(`${file} and ${from.at(-1)} import each other`);
    if (seen.has(file)) return;
    const text = readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(IMPORT)) add(resolve(dirname(file), name), [...from, file]);
    seen.add(file);
    const body = withoutComments(file, text.replace(IMPORT, '')).replace(/^export (?=(?:async )?(?:const|let|function|class)\b)/gm, '');
    if (/^(import|export)\b/m.test(body)) throw new Error(`${file}: only named imports and exported declarations can be put together`);
    const names = [...text.matchAll(EXPORT)].map(([, name]) => name);
    for (const name of names) {
      if (exported.has(name)) throw new Error(`two scripts export ${name}; give one of them another name`);
      exported.add(name);
    }
    parts.push(`const { ${names.join(', ')} } = (() => {\n${body}\nreturn { ${names.join(', ')} };\n})();`);
  };
  add(entry, []);
  const whole = parts.join('\n');
  // A script element ends at this, even inside a string.
  if (/<\/script|<!--/i.test(whole)) throw new Error('a script has a text that would end its element');
  return whole;
}

/** A script or a style without its comments and its indentation, which are a quarter of it. */
function withoutComments(file, text) {
  const isOdd = (line) => (line.match(/`/g) ?? []).length % 2 === 1;
  const code = text.replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '').replace(/^[ \t]*\/\/.*\n/gm, '');
  // White space at the beginning of a line is only safe to drop where no string goes on from the line before.
  if (code.split('\n').some(isOdd)) throw new Error(`${file}: a template string goes over several lines`);
  return code.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n');
}

/** What the page may do: run this style and this script, and WebAssembly. Nothing else is loaded, nothing is sent. */
export function policy(style, code) {
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(code)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** The page. */
export function page({ module, entry }) {
  const style = ['style.css', 'tokens.css'].map((name) => withoutComments(name, readFileSync(resolve(HERE, name), 'utf8'))).join('');
  const code = script(entry);
  const packed = gzipSync(module, { level: 9 });
  const parts = {
    policy: policy(style, code),
    icon: `data:image/svg+xml,${encodeURIComponent(ICON)}`,
    style,
    script: code,
    module: toBase91(packed),
    bytes: packed.length,
  };
  const shell = readFileSync(resolve(HERE, 'shell.html'), 'utf8');
  return shell.replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [module, output] = process.argv.slice(2);
  if (output === undefined) throw new Error('usage: node page/build.mjs MODULE.wasm OUTPUT.html');
  const html = page({ module: readFileSync(module), entry: resolve(HERE, 'scripts/start.js') });
  mkdirSync(dirname(resolve(output)), { recursive: true });
  writeFileSync(output, html);
  console.log(`${output}: ${Math.round(html.length / 1000)} KB`);
}
