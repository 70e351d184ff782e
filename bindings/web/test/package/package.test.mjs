// Enters: the package as it would be published. Leaves: whether it has what it needs and no more, and works where it is installed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { dist, wasm, root } from './package.mjs';

// README.md of bindings/web says what it consists of, and why it is not smaller.
const MODULE_GZIPPED = 675_000;
const PACKED = 690_000;

const npm = (folder, ...args) => execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('the module is as small as it was made', () => {
  const size = gzipSync(wasm, { level: 9 }).length;
  assert.ok(size <= MODULE_GZIPPED, `${size} bytes gzipped; with the compiler of bindings/web/toolchain it is smaller than with others`);
});

test('the module imports nothing, and exports its calls and no more', () => {
  const module = new WebAssembly.Module(wasm);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  assert.deepEqual(names.sort(), ['__data_end', '__heap_base', 'ask', 'attach', 'close', 'count', 'count_lines', 'encode', 'input', 'memory', 'open', 'output', 'row']);
});

test('what is packed', () => {
  const [{ files, size, name, version }] = JSON.parse(npm(dist, 'pack', '--dry-run', '--json'));
  assert.deepEqual(files.map(({ path }) => path).sort(), [
    'LICENSE',
    'LICENSE-APACHE',
    'LICENSE-UNICODE',
    'README.md',
    'browser.mjs',
    'cliptok.wasm',
    'index.d.ts',
    'module.mjs',
    'node.mjs',
    'package.json',
    'spans.mjs',
    'tokenizer.mjs',
  ]);
  assert.equal(name, 'cliptok');
  const cargo = readFileSync(`${root}Cargo.toml`, 'utf8');
  assert.equal(version, /^version = "(.*)"$/m.exec(cargo)[1], 'the version is that of the crate');
  assert.ok(size <= PACKED, `${size} bytes packed`);
});

test('a project that installs it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cliptok-'));
  try {
    const [{ filename }] = JSON.parse(npm(dist, 'pack', '--json', '--pack-destination', folder));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'fresh', private: true, type: 'module' }));
    npm(folder, 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
    const code = "import { Tokenizer } from 'cliptok'; console.log(new Tokenizer('hf').encode('a 🏯').join());";
    writeFileSync(join(folder, 'main.mjs'), code);
    assert.equal(execFileSync('node', ['main.mjs'], { cwd: folder, encoding: 'utf8' }), '320,1109,363\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
