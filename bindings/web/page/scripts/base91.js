// Enters: text of 91 characters. Leaves: the bytes that it stands for; and back, for the build.
//
// Two characters carry 13 or 14 bits, so the module takes 23 % more room as text than as bytes; in base64 it takes 33 %. None of
// the characters can end a script element or begin a comment: `<`, `&` and the backslash are left out.

const DIGITS = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((digit) => !'<&\\'.includes(digit));
const BASE = DIGITS.length;
/** 13 bits leave room for this many more values in two digits; they carry a fourteenth bit. */
const SPARE = BASE * BASE - 8192;

/** The bytes as text. */
export function toBase91(bytes) {
  const text = [];
  let [held, count] = [0, 0];
  const put = (value) => text.push(DIGITS[value % BASE], DIGITS[Math.floor(value / BASE)]);
  for (const byte of bytes) {
    held |= byte << count;
    count += 8;
    if (count < 14) continue;
    const isLong = (held & 8191) < SPARE;
    put(isLong ? held & 16383 : held & 8191);
    held >>= isLong ? 14 : 13;
    count -= isLong ? 14 : 13;
  }
  if (count > 0) put(held);
  return text.join('');
}

/** The bytes of a text, which are so many. */
export function fromBase91(text, length) {
  const values = new Uint8Array(128);
  DIGITS.forEach((digit, value) => (values[digit.charCodeAt(0)] = value));
  const bytes = new Uint8Array(length);
  let [held, count, written] = [0, 0, 0];
  for (let at = 0; at + 1 < text.length; at += 2) {
    const value = values[text.charCodeAt(at)] + values[text.charCodeAt(at + 1)] * BASE;
    held |= value << count;
    count += (value & 8191) < SPARE ? 14 : 13;
    while (count >= 8 && written < length) {
      bytes[written] = held & 255;
      written += 1;
      held >>= 8;
      count -= 8;
    }
  }
  return bytes;
}
