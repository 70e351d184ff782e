// Enters: a comparison of all dialects. Leaves: that they agree, or a table of the groups that do, and why they differ.

import { byId, element } from './dom.js';

/** More tokens of a group than these are counted. */
const DRAWN = 60;

/** The part of the page with the dialects. */
export function dialectsView() {
  const box = byId('dialects');
  let last = null;
  return {
    show(comparison) {
      const key = JSON.stringify(comparison);
      if (key === last) return;
      last = key;
      const { agree, groups, differences } = comparison;
      const names = groups.flatMap(({ dialects }) => dialects);
      if (agree) {
        box.replaceChildren(
          element('p', { class: 'agree' }, 'All dialects agree'),
          element('p', { class: 'quiet' }, `${names.join(', ')} give the same ids.`),
        );
        return;
      }
      box.replaceChildren(
        element('p', {}, `They give ${groups.length} different lists of ids for this prompt. A model expects those of the one it was trained with.`),
        table(groups),
        element('h3', {}, 'Why'),
        causes(differences),
      );
    },
  };
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

function entries(tokens, differing) {
  const first = tokens.findIndex((_, at) => differing.has(at));
  // A long prompt is shown from shortly before the first difference.
  const start = tokens.length > DRAWN ? Math.max(first - 5, 0) : 0;
  const shown = tokens.slice(start, start + DRAWN).map((token, at) => {
    const name = `run${token.text === null ? ' f' : ''}${differing.has(start + at) ? ' differs' : ''}`;
    return element('span', { class: name }, token.text ?? token.bytes.replace(/(..)(?=.)/g, '$1 '));
  });
  const rest = tokens.length - start - shown.length;
  return element('div', { class: 'entries' }, start > 0 ? '… ' : null, ...shown, rest > 0 ? ` … ${rest} more` : null);
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
