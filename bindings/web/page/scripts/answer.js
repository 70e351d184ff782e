// Enters: the core and a question. Leaves: the answer: the report of one encoder, and its runs. All views draw from it.

import { runsOf } from './runs.js';

/** Longer texts are read only as far as this, in UTF-16 units, so that a key never takes longer than a frame or two. */
export const READ_UNITS = 20_000;
/** Longer texts are not colored: a browser lays out a mirror of them too slowly. */
export const COLORED_UNITS = 40_000;

/** What the core says of a prompt. `text` is the part that was read; `isWhole` says whether that is all of it. */
export function answerOf(core, question) {
  const text = readPart(question.text);
  const report = core.ask(requestOf('inspect', { ...question, text }));
  const encoder = report.encoders?.[question.encoder] ?? null;
  const view = encoder === null ? report : { ...report, ...encoder };
  const isWhole = text.length === question.text.length;
  return {
    question,
    text,
    report,
    view,
    isWhole,
    isColored: question.text.length <= COLORED_UNITS,
    runs: runsOf(view, question.text.length <= COLORED_UNITS ? question.text : text, text.length),
  };
}

/** A request in the core's words about one encoder. */
export function requestOfOne(verb, question, more = {}) {
  return requestOf(verb, { ...question, model: question.encoderName }, more);
}

/** A request in the core's words. */
export function requestOf(verb, { text, model, as, dialect, options }, more = {}) {
  const request = { verb, prompt: wellFormed(text), model, as, options, ...more };
  return dialect === '' ? request : { ...request, dialect };
}

/** How many tokens all of a text has. Counting takes a fraction of the time of a report. */
export function countOf(core, { text, encoderName, as, dialect, options }) {
  const settings = { model: encoderName, as, options };
  const tokenizer = core.open(dialect === '' ? settings : { ...settings, dialect });
  try {
    return core.count(tokenizer, wellFormed(text));
  } finally {
    core.close(tokenizer);
  }
}

/** A text without half characters, which UTF-8 cannot hold: each becomes U+FFFD. */
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** The beginning of a text, up to a space where there is one near the end, so that no word is divided. */
function readPart(text) {
  if (text.length <= READ_UNITS) return text;
  const head = text.slice(0, READ_UNITS);
  const space = head.search(/\s\S*$/);
  const end = space > READ_UNITS / 2 ? space : READ_UNITS;
  // A pair of surrogates is not divided either.
  return /[\ud800-\udbff]$/.test(head.slice(0, end)) ? head.slice(0, end - 1) : head.slice(0, end);
}
