// Enters: calls as users make them, right and wrong. Leaves: whether the package answers in its words.

import assert from 'node:assert/strict';
import test from 'node:test';
import { cliptok, golden, newCore, random, root } from './package.mjs';
import { readFileSync } from 'node:fs';

const { Tokenizer, CliptokError } = cliptok;
const hf = new Tokenizer('hf');

test('a tokenizer without a name is that of hf', () => {
  assert.deepEqual(new Tokenizer().encode('it’s'), hf.encode('it’s'));
});

test('spans are indices of strings', () => {
  const text = '🏯 it’s ＡＢ 🏯';
  const report = hf.inspect(text);
  for (const { original, characters } of report.tokens) {
    assert.equal(text.slice(original.start, original.end), characters);
  }
  const { normalized_text, tokens } = hf.inspect('É <b> Ａ 🏯!');
  for (const { normalized, text: token } of tokens) {
    if (token !== null) assert.equal(normalized_text.slice(normalized.start, normalized.end), token);
  }
});

test('spans in nested objects, too', () => {
  const a1111 = Tokenizer.forModel('sd1', { as: 'a1111' });
  const text = '🏯 (🔥:1.2), # 🐉';
  const report = a1111.inspect(text);
  const at = ({ start, end }) => text.slice(start, end);
  assert.deepEqual(report.segments.map(({ original }) => at(original)), ['🏯 ', '🔥', ',']);
  assert.deepEqual(report.removed.map(({ original }) => at(original)), ['# 🐉']);
  const long = `${'🏯 '.repeat(40)}🔥`;
  const { cut } = hf.inspect(long);
  assert.equal(long.slice(cut.parts[0].within.start), cut.parts[0].characters);
  const fitted = hf.fit(long);
  assert.equal(long.slice(0, fitted.text.length), fitted.text);
  assert.equal(long.slice(fitted.cut.parts[0].original.start).trimStart(), long.slice(fitted.text.length).trimStart());
  const { steps } = new Tokenizer('openai').trace('🏯 it’s');
  assert.deepEqual(steps.flatMap(({ edits }) => edits).map(({ original }) => '🏯 it’s'.slice(original.start, original.end)), ['’']);
});

test('half of a surrogate pair is read as U+FFFD, and its span is its own', () => {
  for (const text of ['a \uD83C b', '\uDFEF', 'x\uD83C']) {
    assert.deepEqual(hf.encode(text), hf.encode(text.toWellFormed?.() ?? text.replace(/[\uD800-\uDFFF]/g, '\uFFFD')));
  }
  const [, lone, b] = hf.inspect('a \uD83C b').tokens.filter(({ row }) => row !== null).map(({ original }) => original);
  assert.deepEqual(lone, { start: 2, end: 3 });
  assert.ok(b.start >= 2);
});

test('random strings: one way to ask agrees with another', () => {
  const next = random(20261127);
  const units = ['a', 'B', ' ', '  ', '’', 'é', 'e\u0301', '🏯', '👨‍👩‍👧', '\uD83C', '\uDFEF', '\0', '\n', '&amp;', '<|endoftext|>', 'Σ', 'ς', '٣', '漢', 'İ'];
  const strings = Array.from({ length: 1500 }, () => Array.from({ length: next(14) }, () => units[next(units.length)]).join(''));
  for (const dialect of ['hf', 'openai', 'hf-slow']) {
    const tokenizer = new Tokenizer(dialect);
    const counts = tokenizer.countMany(strings);
    for (const [at, text] of strings.entries()) {
      const ids = Array.from(tokenizer.encode(text));
      const report = tokenizer.inspect(text);
      assert.deepEqual(report.tokens.map(({ id }) => id), ids, JSON.stringify(text));
      assert.equal(tokenizer.count(text), ids.length);
      assert.equal(counts[at], ids.length, JSON.stringify(text));
      const row = Array.from(tokenizer.row(ids.length > 75 ? '' : text));
      if (ids.length <= 75) assert.deepEqual(row, report.rows[0].ids);
      for (const { original } of report.tokens) assert.ok(original.start <= original.end && original.end <= text.length);
    }
  }
});

test('long texts, many texts, no text', () => {
  assert.equal(hf.count('cat '.repeat(200_000)), 200_000);
  assert.equal(hf.count(''), 0);
  assert.equal(hf.countMany([]).length, 0);
  assert.deepEqual(Array.from(hf.countMany(['a\0b', '\0', 'a'])), ['a\0b', '\0', 'a'].map((text) => hf.count(text)));
  assert.deepEqual(Array.from(hf.countMany(['a\nb', 'c\r', ''])), [2, 1, 0]);
});

test('what is wrong is said, with the field that it is about', () => {
  const wrong = (call, message, field) => {
    assert.throws(call, (error) => {
      assert.ok(error instanceof CliptokError, String(error));
      assert.equal(error.message, message);
      assert.equal(error.field, field);
      return true;
    });
  };
  wrong(() => Tokenizer.forModel('sdxl'), '"sdxl" has two encoders; name one of them: sdxl-l or sdxl-g', 'model');
  wrong(() => Tokenizer.forModel('t5-xxl'), '"t5-xxl" uses the tokenizer of T5, which is not CLIP\'s', 'model');
  wrong(() => new Tokenizer('hf', { as: 'photoshop' }), 'there is no syntax "photoshop"; known are text, a1111, forge, comfyui, invokeai, sd-embed, lpw, lpw-xl', 'as');
  wrong(() => new Tokenizer('hf', { options: { steps: 3 } }), 'options.steps is for the prompts of a program; name it with `as`', 'options.steps');
  wrong(() => new Tokenizer('hf', { as: 'a1111', options: { steps: 0 } }), 'options.steps must be a whole number from 1 to 10,000', 'options.steps');
  wrong(() => new Tokenizer('hf', { as: 'a1111', options: { pad_id: 0 } }), 'options.pad_id is for text; with `as`, the program fills the rows', 'options.pad_id');
  wrong(() => new Tokenizer('hf', { model: 'sd1', colour: 1 }), 'there is no colour here; known are dialect, model, as, options', 'colour');
  wrong(() => new Tokenizer('hf', { as: 'a1111' }).encode('a'), 'ids have no weights, and this tokenizer reads them; rows() has both', null);
  wrong(() => Tokenizer.forModel('openai').row('cat '.repeat(80)), 'the text has 80 tokens, and the model takes 75; `truncate` cuts the rest', null);
  wrong(() => hf.decode([49408]), 'id 49408 is not in the vocabulary; ids run from 0 to 49407', 'ids');
  wrong(() => hf.fit('a', { at: 'letter' }), 'there is no place "letter"; known are token, word, comma', 'at');
  wrong(() => cliptok.picture(new Uint8Array([1, 2, 3])), 'this is no picture in PNG, JPEG, WebP, or AVIF', 'picture');
  assert.throws(() => hf.encode(3), { name: 'TypeError', message: 'a text is number, not a string' });
  assert.throws(() => hf.inspect(undefined), { name: 'TypeError', message: 'a text is undefined, not a string' });
});

test('a trap is an exception, and the next call works', () => {
  const core = newCore();
  const handle = core.open({ dialect: 'hf' });
  const before = core.encode(handle, 'a photo of a 🏯');
  new Uint8Array(core.memory.buffer).fill(0xff);
  assert.throws(() => core.encode(handle, 'a cat'), /^Error: cliptok's module failed \(.*\); the next call starts it again$/);
  assert.deepEqual(core.encode(handle, 'a photo of a 🏯'), before);
  new Uint8Array(core.memory.buffer).fill(0xff);
  assert.throws(() => core.ask({ verb: 'inspect', prompt: 'a' }), /cliptok's module failed/);
  assert.equal(core.ask({ verb: 'inspect', prompt: 'a cat' }).tokens.length, 2);
  core.close(handle);
  assert.throws(() => core.encode(handle, 'a cat'), { name: 'CliptokError', message: 'the tokenizer is closed' });
});

test('pictures: the prompts that each is known to have', () => {
  const index = JSON.parse(readFileSync(`${root}tests/golden/images/index.json`, 'utf8'));
  let read = 0;
  for (const { file, positive, negative } of index.samples) {
    const bytes = readFileSync(`${root}tests/golden/images/${file}`);
    if (typeof positive !== 'string') {
      try {
        cliptok.picture(bytes);
      } catch (error) {
        assert.ok(error instanceof CliptokError && error.field === 'picture', `${file}: ${error}`);
      }
      continue;
    }
    const { prompts } = cliptok.picture(bytes);
    const at = (wanted) => prompts.find(({ place, role }) => place === wanted && role === 'main')?.prompt ?? null;
    assert.equal(at('positive'), positive, file);
    assert.equal(at('negative'), negative || null, file);
    read += 1;
  }
  assert.ok(read >= 15, `${read} pictures`);
  const castle = cliptok.picture(readFileSync(`${root}tests/golden/images/a1111-emoji.png`));
  assert.equal(castle.producer, 'A1111');
  assert.deepEqual(castle.prompts.map(({ prompt, place }) => [place, prompt]), [['positive', '🏯🔥🐉 📜, ukiyo-e'], ['negative', '🖍 scribble']]);
});

test('emoji: each has ids and a sort', () => {
  const { sums, emoji } = cliptok.emoji();
  assert.equal(emoji.length, sums.emoji_count);
  const castle = emoji.find(({ emoji }) => emoji === '🏯');
  assert.deepEqual(castle, { emoji: '🏯', name: 'Japanese castle', group: 'Travel & Places', unicode: '6.0', sort: 'fallback', ids: [1109, 363] });
  for (const { emoji: text, ids } of emoji.filter((_, at) => at % 50 === 0)) assert.deepEqual(Array.from(hf.encode(text)), ids);
});

test('vocabulary and diff through the general door', () => {
  const core = newCore();
  const { entries, found } = core.ask({ verb: 'vocab', contains: 'castle', first: 1 });
  assert.ok(entries > 3 && found.length === 1);
  const { groups, agree } = hf.diff('it’s');
  assert.equal(agree, false);
  assert.deepEqual(groups.map(({ dialects }) => dialects), [['hf', 'hf-basic'], ['openai', 'open-clip', 'hf-slow']]);
  const programs = hf.diff('a (b:1.2) [c]', { as: 'a1111' });
  assert.equal(programs.programs.length, 8);
  assert.equal(programs.agree, false);
  const all = golden('dialects.jsonl').filter((_, at) => at % 40 === 0);
  for (const line of all) assert.equal(hf.diff(line.text).agree, line.all !== undefined, line.text);
});
