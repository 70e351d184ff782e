// Enters: an answer. Leaves: what is probably a mistake in the prompt, with buttons that select the place.

import { byId, element } from './dom.js';
import { Positions } from './positions.js';

/** More warnings than these are counted. */
const DRAWN = 20;
/** Words for the page, where the core's name an option of the program. */
const WORDS = {
  missing_embedding: 'there is no such embedding here, so its name is dropped; if the program has it, name it under “Embeddings”',
};

/** The warnings of a report in the page's words. That dialects differ has a part of its own. */
export function warningsOf({ warnings }) {
  const shown = warnings.filter(({ kind }) => kind !== 'other_ids');
  return shown.map(({ kind, message, original }) => ({
    original,
    words: WORDS[kind] ?? message.replace(/^bytes? \d+\.\.\d+: /, '').replace(/ \(shown as with --truncate\)/, ''),
  }));
}

/** The part of the page with the warnings. */
export function warningsView({ select, readAs }) {
  const [section, list] = ['warnings', 'warning-list'].map(byId);
  let last = '[]';
  return {
    show({ report, text, settings }) {
      const warnings = warningsOf(report);
      const positions = new Positions(text);
      const placed = warnings.map((warning) => ({ ...warning, span: warning.original === null ? null : positions.hull(warning.original) }));
      const looks = report.looks_like ?? null;
      const key = JSON.stringify([placed, looks]);
      if (key === last) return;
      last = key;
      section.hidden = placed.length === 0 && looks === null;
      const named = (words) => withTitles(words, settings.programs);
      const items = placed.slice(0, DRAWN).map(({ words, span }) => element('li', {}, itemOf(named(words), span, text, select)));
      if (placed.length > DRAWN) items.push(element('li', {}, element('p', {}, `and ${placed.length - DRAWN} more`)));
      if (looks !== null) items.unshift(element('li', {}, markupItem(looks, positions, text, settings, readAs)));
      list.replaceChildren(...items);
    },
  };
}

/** That the prompt looks as if it were written for a program, with buttons that read it so. */
function markupItem({ original, programs }, positions, text, settings, readAs) {
  const { start, end } = positions.hull(original);
  const titleOf = (name) => settings.programs.find((program) => program.name === name)?.title ?? name;
  const buttons = programs.map((name) => element('button', { type: 'button', click: () => readAs(name) }, titleOf(name)));
  return element(
    'div',
    { class: 'looks' },
    element('p', {}, element('q', {}, text.slice(start, end)), ' looks like markup, but is read as plain text here. Read it as it is read by:'),
    element('div', { class: 'buttons', role: 'group', 'aria-label': 'Programs that read this markup' }, ...buttons),
  );
}

function itemOf(words, span, text, select) {
  if (span === null) return element('p', {}, ...sentence(words));
  const place = text.slice(span.start, span.end);
  const shown = place.length > 40 ? `${place.slice(0, 39)}…` : place;
  return element('button', { type: 'button', click: () => select(span) }, element('q', {}, shown), element('span', {}, ...sentence(words)));
}

/** The core names programs as the command line does; people call them by their titles. */
function withTitles(words, programs) {
  const titles = new Map(programs.map(({ name, title }) => [name, title]));
  return words.replace(/\x60[^\x60]*\x60|[\w-]+/g, (word) => titles.get(word) ?? word);
}

/** The words as a sentence, with what stands between backticks (`\x60`) as code. */
function sentence(words) {
  const parts = words.split('\x60').map((part, at) => (at % 2 === 1 ? element('code', {}, part) : part));
  if (parts[0] !== '') parts[0] = parts[0].charAt(0).toUpperCase() + parts[0].slice(1);
  return parts;
}
