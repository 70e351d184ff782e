// Enters: an answer. Leaves: its slots as bars, a bar for each row, and a key to their colors.

import { byId, element, setClass, setText } from './dom.js';

/** More rows than these are counted and not drawn. */
const DRAWN_ROWS = 12;
/** A row has 77 slots; only an embedding of more vectors makes it longer. */
const DRAWN_SLOTS = 300;

/** What a slot can hold: the letter of the style sheet, and the words of the key. */
const KINDS = [
  ['s', 'start'],
  ['w', 'whole characters'],
  ['f', 'several bytes of a character'],
  ['o', 'one byte of a character'],
  ['v', 'embedding'],
  ['t', 'special, typed'],
  ['e', 'end'],
  ['p', 'pad'],
];
const LETTERS = { whole: 'w', fragment: 'f', byte: 'o', special: 't' };

/** The reasons why rows end, in words. */
const ROW_ENDS = {
  text: 'the text ends',
  full: 'full',
  comma: 'cut behind a comma',
  break: 'BREAK',
  group: 'before a group',
  punctuation: 'cut behind punctuation',
  word: 'cut behind a word',
};

/** For each row, the letters of its slots. */
export function lettersOf({ rows, tokens, embeddings }) {
  const letters = (rows ?? []).map(({ ids }) => new Array(ids.length).fill('p'));
  for (const { row, slot, kind } of tokens) {
    if (row !== null && letters[row] !== undefined) letters[row][slot] = LETTERS[kind];
  }
  for (const { row, slot, vectors } of embeddings ?? []) letters[row]?.fill('v', slot, slot + vectors);
  for (const row of letters) {
    row[0] = 's';
    const end = row.findLastIndex((letter) => letter !== 'p') + 1;
    if (end < row.length) row[end] = 'e';
  }
  return letters;
}

/** The part of the page with the slots. `look` is told which row and slot the pointer is on. */
export function slotsView({ look }) {
  const [rows, key] = ['rows', 'key'].map(byId);
  const bars = [];
  rows.replaceChildren();
  rows.addEventListener('pointerover', ({ target }) => {
    const row = bars.findIndex(({ slots }) => slots === target.parentNode);
    if (row >= 0) look(row, [...target.parentNode.children].indexOf(target));
  });

  const bar = (at) => {
    while (bars.length <= at) {
      const made = { words: element('p', { class: 'rowtext' }), slots: element('div', { class: 'slots' }) };
      made.box = element('div', {}, made.words, made.slots);
      rows.append(made.box);
      bars.push(made);
    }
    return bars[at];
  };
  const fill = (slots, letters) => {
    while (slots.childElementCount > letters.length) slots.lastElementChild.remove();
    while (slots.childElementCount < letters.length) slots.append(element('i'));
    letters.forEach((letter, slot) => setClass(slots.children[slot], letter));
  };

  return {
    show({ view }) {
      const letters = lettersOf(view);
      const drawn = letters.slice(0, DRAWN_ROWS);
      drawn.forEach((row, at) => {
        const { words, slots } = bar(at);
        words.hidden = letters.length < 2;
        setText(words, rowWords(view, row, at));
        fill(slots, row.slice(0, DRAWN_SLOTS));
      });
      for (const { box } of bars.splice(drawn.length)) box.remove();
      if (letters.length > DRAWN_ROWS) setText(bar(DRAWN_ROWS - 1).words, `rows ${DRAWN_ROWS} to ${letters.length}: only this one is drawn`);
      rows.setAttribute('aria-label', spokenOf(letters));
      showKey(key, new Set(drawn.flat()), view.counts.over > 0);
    },
  };
}

function rowWords({ row_ends: ends, counter }, letters, at) {
  const filled = letters.filter((letter) => 'wfovt'.includes(letter)).length;
  const room = letters.length - 2;
  const why = ends?.[at] === undefined ? '' : ` · ${ROW_ENDS[ends[at]] ?? ends[at]}`;
  const closed = counter !== null && ends !== null && at + 1 < ends.length && filled < room ? ` · counts as ${room}` : '';
  return `row ${at + 1}: ${filled} of ${room}${why}${closed}`;
}

function spokenOf(letters) {
  const filled = letters.map((row) => row.filter((letter) => 'wfovt'.includes(letter)).length);
  return filled.map((count, at) => `Row ${at + 1}: ${count} of ${letters[at].length - 2} slots hold tokens`).join('. ');
}

function showKey(key, letters, isCut) {
  const kinds = KINDS.filter(([letter]) => letters.has(letter));
  if (isCut) kinds.push(['c', 'cut off']);
  const name = kinds.map(([letter]) => letter).join('');
  if (key.dataset.shown === name) return;
  key.dataset.shown = name;
  key.replaceChildren(...kinds.map(([letter, words]) => element('span', {}, element('i', { class: letter }), words)));
}
