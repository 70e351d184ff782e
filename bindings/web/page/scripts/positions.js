// Enters: a text. Leaves: where its UTF-8 bytes lie in UTF-16, which is what a textarea counts; and where its graphemes begin.

/** The UTF-16 positions of a text's bytes. */
export class Positions {
  #text;
  #units = null;

  constructor(text) {
    this.#text = text;
    // In ASCII a byte is a unit, and most prompts are ASCII.
    if (/[^\x00-\x7f]/.test(text)) this.#units = unitsOf(text);
  }

  /** The position of a byte. A byte inside a character has the position of the character. */
  unit(byte) {
    if (this.#units === null) return Math.min(byte, this.#text.length);
    return byte < this.#units.length ? this.#units[byte] : this.#text.length;
  }

  /** The characters that a span of bytes touches, as positions. */
  hull({ start, end }) {
    const last = end > start ? this.unit(end - 1) : this.unit(start);
    return { start: this.unit(start), end: end > start ? this.#after(last) : last };
  }

  #after(unit) {
    const point = this.#text.codePointAt(unit);
    return point === undefined ? this.#text.length : unit + (point > 0xffff ? 2 : 1);
  }
}

/** For each byte, the position of its character. A lone surrogate reaches the core as U+FFFD, which has three bytes. */
function unitsOf(text) {
  const units = new Uint32Array(text.length * 3);
  let byte = 0;
  for (let unit = 0; unit < text.length; unit += 1) {
    const point = text.codePointAt(unit);
    const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    units.fill(unit, byte, byte + bytes);
    byte += bytes;
    if (bytes === 4) unit += 1;
  }
  return units.subarray(0, byte);
}

/**
 * Where a text may be divided without dividing what is drawn as one: an emoji that is joined from several, a letter with its marks.
 * The function moves a position to the end of its grapheme.
 */
export function graphemeEnds(text) {
  if (!/[^\x00-\x7f]/.test(text) || typeof Intl.Segmenter !== 'function') return (position) => position;
  const begins = new Uint8Array(text.length + 1);
  for (const { index } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) begins[index] = 1;
  begins[text.length] = 1;
  return (position) => {
    let at = position;
    while (at < text.length && begins[at] === 0) at += 1;
    return at;
  };
}
