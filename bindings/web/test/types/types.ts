// Enters: the types of the package. Leaves: an error of the compiler where they allow what is wrong, or refuse what is right.

import { CliptokError, Tokenizer, emoji, picture, settings } from 'cliptok';
import type { Dialect, Inspection, Row, Span } from 'cliptok';

const tokenizer = new Tokenizer('hf');
const ids: Uint16Array = tokenizer.encode('a cat');
const count: number = tokenizer.count('a cat');
const counts: Uint32Array = tokenizer.countMany(['a', 'b'] as const);
const rows: Row[] = Tokenizer.forModel('SD1.5', { as: 'webui', options: { steps: 20, embeddings: { a: 2 } } }).rows('a');
const text: string | null = tokenizer.decode(ids);
const spelled: string = tokenizer.decode([320], 'clip');
const report: Inspection = tokenizer.inspect('a', { find: ['a'] });
const span: Span | undefined = report.tokens[0]?.original;
const left: string = tokenizer.fit('a', { at: 'comma', max: 3 }).text;
const agree: boolean = tokenizer.diff('a', { dialects: ['hf', 'openai'] }).agree;
const dialects: Dialect[] = settings().dialects.map(({ name }) => name);
const sort: 'single' | 'several' | 'fallback' | undefined = emoji().emoji[0]?.sort;
const place: 'positive' | 'negative' | null | undefined = picture(new Uint8Array()).prompts[0]?.place;
const field: string | null = new CliptokError().field;
export { count, counts, rows, text, spelled, span, left, agree, dialects, sort, place, field };

// @ts-expect-error: no dialect has this name
new Tokenizer('gpt2');
// @ts-expect-error: a text is a string
tokenizer.encode(3);
// @ts-expect-error: many texts are a list
tokenizer.countMany('a');
// @ts-expect-error: there is no such option
new Tokenizer('hf', { options: { stepz: 3 } });
// @ts-expect-error: there is no such place
tokenizer.fit('a', { at: 'letter' });
// @ts-expect-error: decoding may give no text
const always: string = tokenizer.decode([320]);
// @ts-expect-error: an id may be absent
const first: number = rows[0].ids[0];
// @ts-expect-error: the field is for reading
new CliptokError().field = 'a';
export { always, first };
