// Enters: an answer of the core, whose spans count bytes of UTF-8. Leaves: the same with spans that count as JavaScript does.

/**
 * For each byte of a text in UTF-8, and its end, the UTF-16 index of the character that it belongs to; and of what follows it.
 * A lone surrogate is three bytes, as U+FFFD is, which it becomes.
 */
class Indices {
  #starts = [];
  #ends = [];

  constructor(text) {
    let at = 0;
    for (const character of text) {
      const code = character.codePointAt(0);
      const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      for (let byte = 0; byte < bytes; byte += 1) {
        this.#starts.push(at);
        // An end within a character is the end of the character.
        this.#ends.push(byte === 0 ? at : at + character.length);
      }
      at += character.length;
    }
    this.#starts.push(at);
    this.#ends.push(at);
  }

  span({ start, end }) {
    const first = this.#starts[start];
    // An empty span inside a character stays empty.
    return { start: first, end: start === end ? first : this.#ends[end] };
  }
}

/**
 * A copy of an answer whose spans are UTF-16 indices into `prompt`, and into `normalized_text` where they are called
 * `normalized`. They hold whole characters: tokens that are parts of one character have the same span.
 */
export function inUtf16(answer, prompt = answer.prompt ?? answer.emoji) {
  const original = new Indices(prompt);
  const normalized = answer.normalized_text === undefined ? original : new Indices(answer.normalized_text);
  const copy = (value, indices) => {
    if (Array.isArray(value)) return value.map((item) => copy(item, indices));
    if (value === null || typeof value !== 'object') return value;
    if (isSpan(value)) return indices.span(value);
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, key === 'normalized' ? normalized : original)]));
  };
  return copy(answer, original);
}

function isSpan(value) {
  const keys = Object.keys(value);
  return keys.length === 2 && typeof value.start === 'number' && typeof value.end === 'number';
}
