// Enters: a comparison of all dialects. Leaves: that they agree, or a table of the groups that do, and why they differ.

import { COMPARED_UNITS } from './comparisons.js';
import { byId, element } from './dom.js';

/** More places than these are counted. */
const DRAWN = 60;
/** How many tokens are shown on each side of one that differs. */
const BESIDE = 3;

/** The part of the page with the dialects. */
export function dialectsView() {
  const box = byId('dialects');
  let last = null;
  return {
    /** Shows a comparison of so many characters, which may be the beginning of a longer prompt. */
    show({ comparison, compared }) {
      const key = JSON.stringify(comparison);
      if (key === last) return;
      last = key;
      const { agree, groups, differences } = comparison;
      const names = groups.flatMap(({ dialects }) => dialects);
      if (agree) {
        box.replaceChildren(
          element('p', { class: 'agree' }, 'All dialects agree'),
          element('p', { class: 'quiet' }, `${names.join(', ')} give the same ids${partOf(compared)}.`),
        );
        return;
      }
      box.replaceChildren(
        element('p', {}, `They give ${groups.length} different lists of ids${partOf(compared) || ' for this prompt'}. A model expects the ids of the dialect that it was trained with.`),
        table(groups),
        element('h3', {}, 'Why'),
        causes(differences),
      );
    },
  };
}

/** Words for a comparison of only a part. */
function partOf(compared) {
  return compared < COMPARED_UNITS ? '' : ` for the first ${compared.toLocaleString('en')} characters`;
}

function table(groups) {
  const head = element('tr', {}, ...['Dialects', 'Tokens', 'What they read'].map((title) => element('th', { scope: 'col' }, title)));
  const rows = groups.map(({ dialects, tokens, differing }) =>
    element(
      'tr',
      {},
      element('td', {}, dialects.join(', ')),
      element('td', {}, String(tokens.length)),
      element('td', {}, entries(tokens, new Set(differing))),
    ),
  );
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Dialects by group' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)));
}

/** The tokens that differ and those beside them. What lies between is counted. */
function entries(tokens, differing) {
  const children = [];
  let [hidden, drawn] = [0, 0];
  const skip = () => {
    if (hidden > 0) children.push(element('span', { class: 'quiet' }, `… ${hidden} …`));
    hidden = 0;
  };
  const near = nearTo(differing, tokens.length);
  tokens.forEach((token, at) => {
    if (!near.has(at) || drawn >= 2 * DRAWN) {
      hidden += 1;
      return;
    }
    skip();
    drawn += 1;
    const name = `run${token.text === null ? ' f' : ''}${differing.has(at) ? ' differs' : ''}`;
    children.push(element('span', { class: name }, token.text ?? token.bytes.replace(/(..)(?=.)/g, '$1 ')));
  });
  skip();
  return element('div', { class: 'entries' }, ...children);
}

/** The positions of tokens that differ, and of those beside them. */
function nearTo(differing, count) {
  const near = new Set();
  for (const at of differing) {
    for (let other = at - BESIDE; other <= at + BESIDE; other += 1) near.add(other);
  }
  // What would be a short gap is shown.
  let hidden = [];
  for (let at = 0; at <= count; at += 1) {
    if (at < count && !near.has(at)) hidden.push(at);
    else {
      if (hidden.length <= BESIDE) hidden.forEach((other) => near.add(other));
      hidden = [];
    }
  }
  return near;
}

function causes(differences) {
  const rows = differences.slice(0, DRAWN).map(({ characters, causes: all }) =>
    element('tr', {}, element('td', {}, element('mark', {}, characters)), element('td', {}, all.map(causeWords).join('; '))),
  );
  const head = element('tr', {}, ...['Place', 'Cause'].map((title) => element('th', { scope: 'col' }, title)));
  const rest = differences.length - rows.length;
  return element(
    'div',
    {},
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)),
    rest > 0 ? element('p', { class: 'quiet' }, `and ${rest} more places`) : null,
  );
}

/** A cause in words: `quotes: “’” → “'” in openai, open-clip`. */
export function causeWords({ step, before, after, dialects }) {
  const names = dialects.join(', ');
  if (before === null) return names === '' ? `${step}: the same text is split differently` : `${step}: only in ${names}; text in the others`;
  const change = after === '' ? `“${before}” dropped` : before === '' ? `“${after}” put in` : `“${before}” → “${after}”`;
  return `${step}: ${change} in ${names}`;
}
