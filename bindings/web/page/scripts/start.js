// Enters: the page. Leaves: it at work: each change becomes a question, each question an answer, each answer is drawn in one frame.

import { Core } from '../../js/module.mjs';
import { answerOf, countOf, requestOfOne } from './answer.js';
import { controlsOf } from './controls.js';
import { copyButtons } from './copy.js';
import { detailView } from './detail.js';
import { COMPARED_UNITS, dialectsView } from './dialects.js';
import { byId, setText } from './dom.js';
import { editorOf } from './editor.js';
import { emojiView } from './emoji.js';
import { EXAMPLES, exampleButtons } from './examples.js';
import { fitView } from './fit.js';
import { questionOf } from './link.js';
import { listView } from './list.js';
import { mirrorView } from './mirror.js';
import { CannotStart, moduleBytes } from './module-bytes.js';
import { namer } from './names.js';
import { pictures } from './pictures.js';
import { Positions } from './positions.js';
import { programsView } from './programs.js';
import { readingView } from './reading.js';
import { slotsView } from './slots.js';
import { stepsView } from './steps.js';
import { failureOf, verdictView } from './verdict.js';
import { warningsView } from './warnings.js';

/** How long the keys must rest before what is slow, or below the fold, is drawn. */
const REST = 120;

function work(core) {
  const settings = core.ask({ verb: 'settings' });
  const editor = editorOf();
  const controls = controlsOf(settings, ask);
  let emoji = null;
  const emojiList = () => (emoji ??= core.ask({ verb: 'emoji' }).emoji);
  let answer = null;
  let frame = 0;
  let rest = 0;

  const detail = detailView(namer(emojiList));
  const mirror = mirrorView();
  const list = listView({
    look: lookAtToken,
    choose: (at) => editor.select(new Positions(answer.text).hull(answer.view.tokens[at].original)),
  });
  const verdict = verdictView();
  const prompt = [verdict, slotsView({ look: lookAtSlot }), mirror, warningsView({ select: editor.select, readAs }), fitView(core, editor), list];
  const titleOf = (name) => (name === 'text' ? 'Plain text' : (controls.programOf(name)?.title ?? name));
  const below = [readingView(), programsView({ compare: comparePrograms, titleOf }), stepsView(traceOf), jsonView()];
  const dialects = dialectsView();

  function traceOf({ text, question }) {
    return core.ask(requestOfOne('trace', { ...question, text: text.slice(0, COMPARED_UNITS) }));
  }
  function comparePrograms({ text, question }) {
    const part = { ...question, text: text.slice(0, COMPARED_UNITS) };
    return core.ask(requestOfOne('diff', part, { as: question.as, dialect: undefined, options: undefined }));
  }
  /** Draws in the next frame. Keys that come faster than frames are answered together. */
  function ask() {
    if (frame === 0) frame = requestAnimationFrame(draw);
  }
  function draw() {
    frame = 0;
    const question = { ...controls.settings, text: editor.text };
    const program = controls.programOf(question.as);
    try {
      answer = { ...answerOf(core, question), settings, programTitle: program?.title ?? question.as, total: null };
    } catch (error) {
      verdict.say(failureOf(error), null);
      return;
    }
    controls.follow(answer);
    for (const view of prompt) view.show(answer);
    byId('tokens-part').hidden = answer.view.tokens.length === 0;
    byId('dialects-part').hidden = answer.view.raises !== null;
    if (!lookAtCursor()) detail.reset();
    clearTimeout(rest);
    rest = setTimeout(drawBelow, REST);
  }
  function drawBelow() {
    const { question, isWhole } = answer;
    if (!isWhole) {
      answer.total = countOf(core, question);
      verdict.show(answer);
    }
    bounded(answer);
    const request = comparisonOf(answer);
    dialects.show(core.ask(request), request.prompt.length);
    for (const view of below) view.show(answer);
  }
  function readAs(as) {
    controls.set({ ...controls.settings, as });
    ask();
  }
  function lookAtToken(at) {
    mirror.mark(mirror.runOf(at));
    detail.tokens([answer.view.tokens[at]], answer.view);
  }
  function lookAtSlot(row, slot) {
    const at = answer.view.tokens.findIndex((token) => token.row === row && token.slot === slot);
    if (at >= 0) lookAtToken(at);
  }
  function look(run) {
    mirror.mark(run);
    detail.run(run, answer.view);
  }
  /** Describes what the cursor is in. Returns whether there is anything. */
  function lookAtCursor() {
    const run = document.activeElement === editor.area ? mirror.runBefore(editor.area.selectionStart) : null;
    if (document.activeElement === editor.area) look(run);
    return run !== null && run.kind !== 'between';
  }
  /** What a link or an example asks. Settings that it does not name are the usual ones. */
  function begin(wanted) {
    const unknown = controls.set(wanted);
    setText(byId('said'), unknown.length === 0 ? '' : `The link names ${unknown.join(', ')}, which this page does not know.`);
    return wanted.text ?? '';
  }

  editor.area.addEventListener('input', ask);
  document.addEventListener('selectionchange', () => answer !== null && lookAtCursor());
  byId('editor').addEventListener('pointermove', ({ clientX, clientY }) => answer !== null && look(mirror.runAt(clientX, clientY)));
  byId('editor').addEventListener('pointerleave', () => answer !== null && lookAtCursor());
  exampleButtons((example) => {
    editor.replaceAll(begin(example));
    ask();
  });
  copyButtons(() => answer);
  emojiView({ emojiList, insert: (one) => editor.insert(one) });
  pictures({
    read: (bytes) => core.ask({ verb: 'picture' }, bytes),
    use(one, found) {
      const negative = found.find(({ place }) => place === 'negative')?.text;
      controls.set({ ...controls.settings, as: one.as ?? 'text', options: { negative: one.place === 'negative', negative_prompt: negative } });
      editor.replaceAll(one.text);
      ask();
    },
  });
  const follow = () => {
    const wanted = questionOf(location.hash);
    if (wanted === null) return;
    editor.begin(begin(wanted));
    ask();
  };
  addEventListener('hashchange', follow);
  setText(byId('footer'), `cliptok ${settings.cliptok} is free software. This page is one file: save it, and it works without a network.`);
  // What was typed while the page started stays.
  if (questionOf(location.hash) !== null) follow();
  else if (editor.text === '') editor.begin(begin(EXAMPLES[0]));
  draw();
  performance.mark('cliptok-ready');
}

/** What asks for a comparison of all dialects. They are compared on what the program leaves for its tokenizer. */
function comparisonOf({ text, view, question }) {
  // A program with a counter takes BREAK for the end of a row, though it keeps the word as a segment.
  const isText = ({ text: part, weight }) => part !== '' && !(view.counter !== null && part === 'BREAK' && weight === -1);
  const others = (view.other_texts ?? []).flatMap((other) => other.segments ?? []);
  const segments = [...(view.segments ?? []), ...others].filter(isText).map((segment) => segment.text);
  const prompt = (view.syntax === 'text' ? text : segments.join('\n')).slice(0, COMPARED_UNITS);
  return requestOfOne('diff', { ...question, text: prompt }, { as: undefined, dialect: undefined, options: undefined });
}

/** The folded report. It is written when it is open. */
function jsonView() {
  const [fold, body] = ['json', 'json-body'].map(byId);
  let report = null;
  const draw = () => {
    if (!fold.open || report === null) return;
    const json = JSON.stringify(report, null, 1);
    setText(body, json.length > 200_000 ? `${json.slice(0, 200_000)}\n… Copy JSON has all of it.` : json);
  };
  fold.addEventListener('toggle', draw);
  return {
    show(answer) {
      ({ report } = answer);
      draw();
    },
  };
}

/** Says what of a long text is not drawn. */
function bounded({ view, text, question, isWhole, isColored, runs }) {
  const note = byId('bounded');
  const notes = [];
  if (!isColored) notes.push('This text is too long to be colored.');
  else if (runs.some(({ kind }) => kind === 'undrawn')) notes.push(`The first tokens are colored; all ${view.tokens.length.toLocaleString('en')} are counted.`);
  if (!isWhole) notes.push(`Tokens, warnings and dialects are those of the first ${text.length.toLocaleString('en')} of ${question.text.length.toLocaleString('en')} characters; all are counted.`);
  note.hidden = notes.length === 0;
  setText(note, notes.join(' '));
}

/**
 * Starts the page after the first paint, or says why it cannot start. A page that a browser saved has what was drawn when it was saved:
 * views begin with empty elements.
 */
async function start() {
  try {
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    work(Core.fromBytes(await moduleBytes()));
  } catch (error) {
    setText(byId('figure'), 'Not started');
    setText(byId('words'), '');
    const note = byId('verdict-note');
    note.hidden = false;
    note.className = 'trouble';
    setText(note, error instanceof CannotStart ? error.message : `The tokenizer did not start: ${error.message}`);
  }
}

start();
