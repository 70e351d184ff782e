// Enters: a trace. Leaves: how the prompt became its tokens: each step of normalization, then each word, merge by merge.

import { byId, element } from './dom.js';

/** More words than these are counted. */
const DRAWN = 60;

/** The folded part of the page. A trace is asked for when it is open. */
export function stepsView(traceOf) {
  const [fold, body] = ['steps', 'steps-body'].map(byId);
  let answer = null;
  const draw = () => {
    if (fold.open && answer !== null) body.replaceChildren(...partsOf(traceOf(answer)));
  };
  fold.addEventListener('toggle', draw);
  return {
    show(next) {
      answer = next;
      draw();
    },
  };
}

function partsOf({ steps, words }) {
  const changes = steps.map(({ step, edits }) => {
    const edit = ({ before, after }) => (after === '' ? `“${before}” dropped` : before === '' ? `“${after}” put in` : `“${before}” → “${after}”`);
    const shown = edits.slice(0, 8).map(edit).join(', ');
    return element('tr', {}, element('td', {}, step), element('td', {}, edits.length > 8 ? `${shown}, and ${edits.length - 8} more` : shown));
  });
  const normalization =
    changes.length === 0 ? element('p', { class: 'quiet' }, 'Normalization changes nothing.') : element('table', {}, element('tbody', {}, ...changes));
  const lines = words.slice(0, DRAWN).map(({ text, merges, tokens }) => {
    const path = merges.map(({ left, right }) => `${textOf(left)} + ${textOf(right)}`).join(' → ');
    return element(
      'tr',
      {},
      element('td', {}, text),
      element('td', {}, path === '' ? 'no merge' : path),
      element('td', {}, element('div', { class: 'entries' }, ...tokens.map((token) => element('span', { class: 'run' }, textOf(token))))),
    );
  });
  const head = element('tr', {}, ...['Word', 'Merges', 'Tokens'].map((title) => element('th', { scope: 'col' }, title)));
  const rest = words.length - lines.length;
  return [
    element('h3', {}, 'Normalization'),
    normalization,
    element('h3', {}, 'Merges'),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Merges by word' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines))),
    rest > 0 ? element('p', { class: 'quiet' }, `and ${rest} more words`) : '',
  ];
}

function textOf({ text, bytes, ends_word: ends }) {
  return `${text ?? bytes.replace(/(..)(?=.)/g, '$1 ')}${ends ? '╯' : ''}`;
}
