// Enters: a run or a token that is looked at. Leaves: a line about each of its tokens: slot, id, kind, bytes, weight; and names.

import { byId, element } from './dom.js';
import { weightWords } from './runs.js';

const KINDS = {
  whole: 'whole characters',
  fragment: 'fragment: several bytes that cut a character',
  byte: 'one byte of a longer character',
  special: 'special token',
};
/** More tokens of one run than these are counted. */
const DRAWN = 6;
const MARKUP = 'markup: it says how text is read, and is not read itself';
const OTHER = 'markup, or text of another part or step';
const HINT = 'Point at a token, or move the cursor into it, to see its slot, its id and its bytes.';

/** Bytes as they are read: `F0 9F 8F`. */
export function spaced(bytes) {
  return bytes.replace(/(..)(?=.)/g, '$1 ');
}

/** The part of the page that says what is under the pointer, the cursor or the focus. */
export function detailView(namesOf) {
  const detail = byId('detail');
  let last = null;

  const line = (token, view) => {
    const text = token.text ?? token.characters;
    const slot = token.slot === null ? 'cut: it has no slot' : `slot ${token.slot}${view.rows?.length > 1 ? ` of row ${token.row + 1}` : ''}`;
    const facts = [slot, `id ${token.id}`, KINDS[token.kind]];
    if (token.weight !== null && token.weight !== 1) facts.push(`weight ${weightWords(token.weight)}`);
    return element(
      'p',
      {},
      element('span', { class: 'text' }, text.trim() === '' ? '␣' : text),
      ...facts.map((fact) => element('span', {}, fact)),
      element('span', { class: 'bytes' }, spaced(token.bytes)),
    );
  };
  const show = (key, ...children) => {
    if (key === last) return;
    last = key;
    detail.replaceChildren(...children);
  };

  return {
    /** Forgets what was shown, since another prompt was read. */
    reset() {
      show('hint', element('p', { class: 'quiet' }, HINT));
    },
    run(run, view) {
      if (run === null) return;
      if (run.kind === 'tokens') this.tokens(run.tokens, view);
      else if (run.kind === 'markup') show(run, element('p', {}, said(run.text), (view.other_texts ?? []).length > 0 ? OTHER : MARKUP));
      else if (run.kind === 'removed') show(run, element('p', {}, said(run.text), 'taken out before the prompt is read'));
    },
    tokens(tokens, view) {
      const more = tokens.length > DRAWN ? element('p', {}, `and ${tokens.length - DRAWN} more`) : null;
      const names = namesOf(tokens[0].characters);
      const lines = tokens.slice(0, DRAWN).map((token) => line(token, view));
      if (more !== null) lines.push(more);
      if (names !== '') lines.push(element('p', { class: 'quiet' }, names));
      show(tokens, ...lines);
    },
  };
}

function said(text) {
  return element('span', { class: 'text' }, text.trim());
}
