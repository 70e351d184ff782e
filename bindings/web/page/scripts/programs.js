// Enters: a comparison of all programs. Leaves: a table: how long the prompt is to each, and what each takes for text, or weighs.

import { byId, element } from './dom.js';
import { weightWords } from './runs.js';

/** More places than these are counted. */
const PLACES = 40;

/** The folded part of the page. Programs are compared when it is open. */
export function programsView({ compare, titleOf }) {
  const [fold, body] = ['programs', 'programs-body'].map(byId);
  let answer = null;
  const draw = () => {
    if (fold.open && answer !== null) body.replaceChildren(...partsOf(compare(answer), titleOf));
  };
  fold.addEventListener('toggle', draw);
  return {
    show(next) {
      answer = next;
      draw();
    },
  };
}

function partsOf({ agree, programs, places }, titleOf) {
  const line = (title, cellOf) =>
    element('tr', {}, element('th', { scope: 'row' }, title), ...programs.map((program) => element('td', {}, cellOf(program))));
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Place'), ...programs.map(({ syntax }) => element('th', { scope: 'col' }, titleOf(syntax))));
  const lines = [
    line('Tokens', ({ raises, counter, count }) => (raises === null ? (counter === null ? String(count) : `${counter.used} / ${counter.of}`) : `fails: ${raises}`)),
    line('Rows', ({ rows }) => String(rows?.length ?? 0)),
    line('Dialect', ({ dialect }) => dialect),
    ...places.slice(0, PLACES).map(placeLine),
  ];
  const rest = places.length - PLACES;
  return [
    element('p', { class: 'quiet' }, agree ? 'All programs fill the same rows with the same weights.' : 'What is markup to one program is text to another. “–” is not read as text; × is the weight.'),
    element(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Programs side by side' },
      element('table', { class: 'matrix' }, element('thead', {}, head), element('tbody', {}, ...lines)),
    ),
    ...(rest > 0 ? [element('p', { class: 'quiet' }, `and ${rest} more places`)] : []),
  ];
}

function placeLine({ characters, readings }) {
  const place = element('th', { scope: 'row' }, element('mark', {}, characters.length > 30 ? `${characters.slice(0, 29)}…` : characters));
  const cells = readings.map(({ weight }) => {
    if (weight === null) return element('td', { class: 'none' }, '–');
    return element('td', {}, weight === 1 ? 'text' : `×${weightWords(weight)}`);
  });
  return element('tr', {}, place, ...cells);
}
