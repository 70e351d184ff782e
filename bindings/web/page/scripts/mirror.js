// Enters: an answer. Leaves: the prompt's runs in their colors, behind a textarea that shows nothing but its cursor.

import { byId, element, replaceChanged } from './dom.js';
import { weightWords } from './runs.js';

/** A badge has little room: two digits. */
function badgeWords(weight) {
  return typeof weight === 'number' ? weightWords(Math.round(weight * 100) / 100) : weight;
}

/** The mirror of the textarea. */
export function mirrorView() {
  const [editor, mirror] = ['editor', 'mirror'].map(byId);
  const text = element('span');
  // Behind a last line break, a block has no line, but a textarea has.
  mirror.replaceChildren(text, '\u200b');
  let shown = [];
  let runs = [];
  let marked = null;

  return {
    show(answer) {
      editor.classList.toggle('plain', !answer.isColored);
      runs = answer.isColored ? answer.runs : [];
      this.mark(null);
      shown = replaceChanged(text, shown, withBadges(runs), keyOf, nodeOf);
    },
    /** The run under a point of the screen, or null. */
    runAt(x, y) {
      const node = document.elementsFromPoint(x, y).find((found) => found.parentNode === text);
      return node === undefined ? null : (runs[shown.findIndex((one) => one.node === node)] ?? null);
    },
    /** The run that holds a position of the text, or ends there. */
    runBefore(position) {
      const holds = ({ start, text: { length } }) => start < position && position <= start + length;
      return runs.find(holds) ?? (position === 0 ? runs[0] : null) ?? null;
    },
    /** The run that holds a token, by its position among all tokens. */
    runOf(at) {
      return runs.find(({ first, tokens }) => first <= at && at < first + tokens.length) ?? null;
    },
    /** Marks the run that is looked at. */
    mark(run) {
      marked?.classList.remove('here');
      const node = run === null ? null : shown[runs.indexOf(run)]?.node;
      marked = node instanceof Element ? node : null;
      marked?.classList.add('here');
    },
  };
}

/** Runs with their classes, and a badge on the last of those that have the same weight. */
function withBadges(runs) {
  const following = nextWeights(runs);
  return runs.map((run, at) => ({
    ...run,
    classes: run.kind === 'tokens' ? `${run.name} ${emphasisOf(run.weight)}`.trim() : '',
    badge: run.weight !== null && following[at] !== run.weight ? `×${badgeWords(run.weight)}` : null,
  }));
}

/** For each run, the weight of the next one that has tokens. */
function nextWeights(runs) {
  const following = [];
  let weight = null;
  for (const run of runs.toReversed()) {
    following.push(weight);
    if (run.kind === 'tokens') ({ weight } = run);
    else if (run.kind === 'markup') weight = null;
  }
  return following.reverse();
}

function emphasisOf(weight) {
  if (weight === null || weight === 'nan') return '';
  return weight === 'inf' || weight > 1 ? 'more' : 'less';
}

function keyOf({ kind, classes, badge, text }) {
  return `${kind} ${classes} ${badge ?? ''} ${text}`;
}

function nodeOf({ kind, classes, badge, text }) {
  switch (kind) {
    case 'tokens':
      return element('b', { class: classes === '' ? null : classes, 'data-weight': badge }, text);
    case 'markup':
      return element('u', {}, text);
    case 'removed':
      return element('s', {}, text);
    default:
      return document.createTextNode(text);
  }
}
