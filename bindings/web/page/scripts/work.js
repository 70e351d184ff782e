// Enters: the core. Leaves: the page at work: each change becomes a question, each question an answer, each answer is drawn in one frame.

import { answerOf, countOf } from './answer.js';
import { boundsView } from './bounds.js';
import { comparisonsOf } from './comparisons.js';
import { controlsOf } from './controls.js';
import { copyButtons } from './copy.js';
import { detailView } from './detail.js';
import { dialectsView } from './dialects.js';
import { byId, setText } from './dom.js';
import { editorOf } from './editor.js';
import { emojiView } from './emoji.js';
import { EXAMPLES, exampleButtons } from './examples.js';
import { fitView } from './fit.js';
import { jsonView } from './json.js';
import { questionOf } from './link.js';
import { listView } from './list.js';
import { mirrorView } from './mirror.js';
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

export function work(core) {
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
  const ofAll = comparisonsOf(core);
  const below = [boundsView(), readingView(), programsView({ compare: ofAll.programs, titleOf }), stepsView(ofAll.trace), jsonView()];
  const dialects = dialectsView();

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
    if (!answer.isWhole) {
      answer.total = countOf(core, answer.question);
      verdict.show(answer);
    }
    if (answer.view.raises === null) dialects.show(ofAll.dialects(answer));
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
