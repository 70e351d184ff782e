// Enters: an answer. Leaves: its tokens as a list with ids. One of them has the focus; arrows, Home and End move it.

import { byId, counted, element, replaceChanged, setText } from './dom.js';
import { weightWords } from './runs.js';

/** How many are drawn at first, and how many more each time. */
const STEP = 300;
const LETTERS = { whole: '', fragment: 'f', byte: 'o', special: 't' };

/** What a button of the list shows of a token. */
function textOf({ text, bytes }) {
  if (text === null) return bytes.replace(/(..)(?=.)/g, '$1 ');
  return text.trim() === '' ? '␣' : text;
}

/** The id, and the weight if it is not 1. */
function idOf({ id, weight }) {
  return weight === null || weight === 1 ? String(id) : `${id} ×${weightWords(weight)}`;
}

/** The list. `look` is told which token is looked at, `choose` which one is activated. */
export function listView({ look, choose }) {
  const [list, note] = ['tokens', 'tokens-note'].map(byId);
  let shown = [];
  list.replaceChildren();
  let tokens = [];
  let drawn = STEP;
  let focused = 0;

  const buttons = () => shown.map(({ node }) => node.firstElementChild);
  const positionOf = (node) => shown.findIndex((one) => one.node === node.closest('li'));
  const focus = (at, how) => {
    const all = buttons();
    if (all.length === 0) return;
    const next = Math.min(Math.max(at, 0), all.length - 1);
    if (all[focused] !== undefined) all[focused].tabIndex = -1;
    focused = next;
    all[next].tabIndex = 0;
    if (how === 'move') all[next].focus();
  };
  const draw = () => {
    const class_ = ({ slot, kind, ends_word: ends }) => `${slot === null ? 'c' : LETTERS[kind]}${ends ? ' ends' : ''}`.trim();
    const keyOf = (token) => `${idOf(token)} ${class_(token)}`;
    const make = (token) =>
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', tabindex: '-1', class: class_(token), 'aria-describedby': 'detail' },
          element('span', { class: 'text' }, textOf(token)),
          element('span', { class: 'id' }, idOf(token)),
        ),
      );
    shown = replaceChanged(list, shown, tokens.slice(0, drawn), keyOf, make);
    focus(focused, 'stay');
    const rest = tokens.length - drawn;
    note.hidden = rest <= 0;
    if (rest > 0) {
      note.replaceChildren(`${counted(rest, 'token')} more. `, element('button', { type: 'button', click: more }, 'Show more'));
    } else setText(note, '');
  };
  const more = () => {
    const first = drawn;
    drawn += STEP;
    draw();
    focus(first, 'move');
  };

  list.addEventListener('keydown', (event) => {
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    focus(move === Infinity ? shown.length : move === -Infinity ? 0 : focused + move, 'move');
  });
  list.addEventListener('focusin', ({ target }) => {
    const at = positionOf(target);
    focus(at, 'stay');
    if (at >= 0) look(at);
  });
  list.addEventListener('pointerover', ({ target }) => {
    const at = target.closest('li') === null ? -1 : positionOf(target);
    if (at >= 0) look(at);
  });
  list.addEventListener('click', ({ target }) => {
    const at = target.closest('li') === null ? -1 : positionOf(target);
    if (at >= 0) choose(at);
  });

  return {
    show({ view }) {
      ({ tokens } = view);
      drawn = STEP;
      draw();
    },
  };
}
