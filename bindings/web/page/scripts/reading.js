// Enters: an answer. Leaves: what the program makes of the prompt before any token: segments, parts, steps, what it takes out.

import { byId, element } from './dom.js';
import { weightWords } from './runs.js';

/** More than these of one kind are counted. */
const DRAWN = 40;

/** The folded part of the page. It is filled when it is open. */
export function readingView() {
  const [fold, body] = ['reading', 'reading-body'].map(byId);
  let view = null;
  const draw = () => {
    if (fold.open && view !== null) body.replaceChildren(...partsOf(view));
  };
  fold.addEventListener('toggle', draw);
  return {
    show(answer) {
      ({ view } = answer);
      fold.hidden = view.syntax === 'text' || view.raises !== null;
      draw();
    },
  };
}

function partsOf(view) {
  const weighed = (text, weight) => element('span', { class: 'run' }, text, weight === 1 ? null : element('sub', {}, ` ×${weightWords(weight)}`));
  const part = (title, all) => {
    if (all.length === 0) return [];
    const rest = all.length - DRAWN;
    return [element('h3', {}, title), element('div', { class: 'entries' }, ...all.slice(0, DRAWN), rest > 0 ? `and ${rest} more` : null)];
  };
  const segments = (view.segments ?? []).filter(({ text, weight }) => text !== '' && !(text === 'BREAK' && weight === -1)).map(({ text, weight }) => weighed(text, weight));
  const parts = (view.and ?? []).map(([text, weight]) => weighed(text, weight));
  const stages = (view.schedule ?? []).filter((all) => all.length > 1).flat();
  const steps = stages.map(([last, text]) => element('span', { class: 'run' }, `up to step ${last}: ${text}`));
  const networks = (view.networks ?? []).map(({ network, arguments: all }) => element('span', { class: 'run' }, [network, ...all].join(': ')));
  const removed = (view.removed ?? [])
    .filter(({ what }) => what !== 'outer_whitespace')
    .map(({ what, characters }) => element('span', { class: 'run' }, `${characters} (${what.replaceAll('_', ' ')})`));
  const embeddings = (view.embeddings ?? []).map(({ name, vectors }) => element('span', { class: 'run' }, `${name}: ${vectors} vectors`));
  return [
    ...part('Segments, each tokenized alone', segments),
    ...part('Parts', parts),
    ...part('Texts by step', steps),
    ...part('Networks', networks),
    ...part('Embeddings', embeddings),
    ...part('Taken out', removed),
  ];
}
