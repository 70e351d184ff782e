// Enters: the core's report on a prompt. Leaves: the prompt in runs: tokens that share a character, and what lies between them.

import { Positions, graphemeEnds } from './positions.js';

/** Of a longer text, no more tokens than this are drawn. All are counted. */
export const DRAWN_TOKENS = 2000;

/**
 * The runs of a prompt, from left to right; joined, they are the prompt. `read` is how much of it the report is about.
 * Each has its text, its start, its kind (`tokens`, `between`, `markup`, `removed`, `undrawn`), its class (a letter of the style
 * sheet), its tokens with the position of the first of them, and their weight.
 */
export function runsOf(report, text, read = text.length) {
  const positions = new Positions(text);
  const endOf = graphemeEnds(text);
  const runs = [];
  const removed = removedSpans(report, positions);
  const isMarkedUp = report.syntax !== 'text' && report.raises === null;
  let at = 0;

  const push = (end, kind, more) => {
    if (end <= at && kind !== 'tokens') return;
    runs.push({ text: text.slice(at, Math.max(at, end)), start: at, kind, name: '', tokens: [], first: -1, weight: null, ...more });
    at = Math.max(at, end);
  };
  const plain = (end) => {
    const isMarkup = isMarkedUp && text.slice(at, end).trim() !== '';
    push(end, isMarkup ? 'markup' : 'between');
  };
  const between = (end) => {
    while (removed.length > 0 && removed[0].start < end) {
      const span = removed.shift();
      if (span.end <= at) continue;
      plain(Math.min(Math.max(span.start, at), end));
      push(Math.min(span.end, end), span.kind);
      if (span.end > end) {
        removed.unshift(span);
        break;
      }
    }
    plain(end);
  };

  const { tokens } = report;
  let first = 0;
  while (first < tokens.length && first < DRAWN_TOKENS) {
    const hull = positions.hull(tokens[first].original);
    hull.end = endOf(hull.end);
    let next = first + 1;
    // Tokens that share a character are one run: none of them can be shown alone.
    while (next < tokens.length) {
      const other = positions.hull(tokens[next].original);
      if (other.start >= hull.end) break;
      hull.end = endOf(Math.max(hull.end, other.end));
      next += 1;
    }
    between(Math.max(hull.start, at));
    const shared = tokens.slice(first, next);
    push(hull.end, 'tokens', { name: classOf(shared), tokens: shared, first, weight: weightOf(shared) });
    first = next;
  }
  if (first < tokens.length) push(text.length, 'undrawn');
  between(Math.max(read, at));
  push(text.length, 'undrawn');
  return runs;
}

/** What the program removed, from left to right. White space around a prompt is nothing that anybody would look for. */
function removedSpans(report, positions) {
  const removed = (report.removed ?? []).filter(({ what }) => what !== 'outer_whitespace');
  const spans = removed.map(({ what, original }) => ({
    ...positions.hull(original),
    // These have a meaning, though no text is left of them.
    kind: what === 'and' || what === 'part_weight' ? 'markup' : 'removed',
  }));
  return spans.sort((left, right) => left.start - right.start || left.end - right.end);
}

/** The letter of the style sheet: `c` cut, `f` a part of a character, `t` special, none for whole characters. */
function classOf(tokens) {
  if (tokens.some(({ slot }) => slot === null)) return 'c';
  if (tokens.some(({ kind }) => kind === 'fragment' || kind === 'byte')) return 'f';
  return tokens[0].kind === 'special' ? 't' : '';
}

/** The weight of tokens, or null if it is 1 or there is none. */
function weightOf(tokens) {
  const { weight } = tokens[0];
  return weight === null || weight === 1 ? null : weight;
}

/** A weight as a person reads it: `1.21`, not `1.2100000000000002`. */
export function weightWords(weight) {
  if (typeof weight === 'string') return weight;
  return String(Number(weight.toFixed(4)));
}
