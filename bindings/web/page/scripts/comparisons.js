// Enters: the core and an answer. Leaves: what the core says beside it: all dialects, all programs, and step by step.

import { requestOfOne } from './answer.js';

/** Hundreds of words are enough to see which dialects disagree. In UTF-16 units. */
export const COMPARED_UNITS = 4000;

/** What can be asked about an answer. Each question is about its beginning: more would take longer than a frame. */
export function comparisonsOf(core) {
  const begun = ({ text, question }) => ({ ...question, text: text.slice(0, COMPARED_UNITS) });
  // All dialects are compared whatever was chosen, and programs as they come.
  const compare = (question, as) => core.ask(requestOfOne('diff', { ...question, dialect: '' }, { as, options: undefined }));
  return {
    /** All dialects, on what the program leaves for its tokenizer; and how many characters of it. */
    dialects(answer) {
      const text = (answer.view.syntax === 'text' ? answer.text : textOf(answer.view)).slice(0, COMPARED_UNITS);
      return { comparison: compare({ ...answer.question, text }, undefined), compared: text.length };
    },
    programs(answer) {
      return compare(begun(answer), answer.question.as);
    },
    trace(answer) {
      return core.ask(requestOfOne('trace', begun(answer)));
    },
  };
}

/** The text of all segments, also of other parts and steps. */
function textOf({ segments, other_texts: others, counter }) {
  const all = [...(segments ?? []), ...(others ?? []).flatMap((other) => other.segments ?? [])];
  // A program with a counter takes BREAK for the end of a row, though it keeps the word as a segment.
  const isText = ({ text, weight }) => text !== '' && !(counter !== null && text === 'BREAK' && weight === -1);
  return all.filter(isText).map(({ text }) => text).join('\n');
}
