// Enters: nothing. Leaves: the types of the package.

/** An implementation of CLIP's tokenizer. */
export type Dialect = 'hf' | 'openai' | 'open-clip' | 'hf-slow' | 'hf-basic' | 'hf-basic-4.30';

/** A program whose prompt syntax is read; `text` has none. Other names that people use are taken too. */
export type Program =
  | 'text'
  | 'a1111'
  | 'forge'
  | 'comfyui'
  | 'invokeai'
  | 'sd-embed'
  | 'lpw'
  | 'lpw-xl'
  | (string & {});

/** A model with one encoder. Other names that people use are taken too, such as `SD1.5`. */
export type Model = 'sd1' | 'sd2' | 'sdxl-l' | 'sdxl-g' | 'flux' | 'openai' | 'open-clip' | (string & {});

/** What a program is told beside a prompt, and how rows are filled. */
export interface Options {
  /** These are negative prompts. */
  negative?: boolean;
  /** The negative prompt, where a program lengthens the shorter of the two. */
  negative_prompt?: string;
  /** How many sampling steps there are: 1 to 10,000. */
  steps?: number;
  /** How many slots a1111 looks back for a comma. */
  comma_backtrack?: number;
  emphasis?: 'original' | 'no-norm' | 'ignore' | 'none';
  /** The embeddings that the program has, each with its number of vectors. */
  embeddings?: Record<string, number>;
  /** Cut a prompt that is too long, even where the model refuses it. */
  truncate?: boolean;
  /** How many slots a row has, for text. */
  context_length?: number;
  /** The id that fills the slots after the end, for text. */
  pad_id?: number;
}

export interface Settings {
  /** The program whose syntax prompts are written in. */
  as?: Program;
  options?: Options;
}

/** Indices into a string, in UTF-16 units, as `slice` takes them. They hold whole characters. */
export interface Span {
  start: number;
  end: number;
}

/** An entry of the vocabulary. */
export interface Entry {
  id: number;
  /** Its bytes as text; null if they are only a part of a character. */
  text: string | null;
  /** Its bytes in hex. */
  bytes: string;
  kind: 'whole' | 'fragment' | 'byte' | 'special';
  ends_word: boolean;
}

/** A token of a prompt. */
export interface Token extends Entry {
  /** The whole characters of the prompt that it has bytes of. */
  characters: string;
  normalized: Span;
  original: Span;
  /** Its row, from 0; null if it was cut. */
  row: number | null;
  /** Its slot in that row, from 0; null if it was cut. */
  slot: number | null;
  weight: Weight | null;
}

/** A weight; a string where it is no finite number. */
export type Weight = number | 'nan' | 'inf' | '-inf';

/** A row that a model reads. */
export interface Row {
  /** The ids; null in the place of a vector of an embedding for which the program has none. */
  ids: (number | null)[];
  /** The weight of each slot; null for text. */
  weights: Weight[] | null;
}

/** The parts of a prompt that the model does not read. */
export interface Cut {
  parts: { original: Span; characters: string; within: Span }[];
  split_character: string | null;
}

export interface Warning {
  kind: string;
  message: string;
  original: Span | null;
}

/** Everything known about a prompt: the JSON of `cliptok inspect`. docs/JSON.md describes all keys. */
export interface Inspection {
  version: 1;
  prompt: string;
  model: string;
  dialect: Dialect;
  syntax: string;
  normalized_text: string;
  changed_by: string[];
  tokens: Token[];
  rows: Row[];
  context_length: number;
  pad_id: number;
  cut: Cut | null;
  counts: {
    count: number;
    room: number;
    over: number;
    free: number;
    fallback_tokens: number;
    fragment_tokens: number;
    byte_tokens: number;
    prompt_bytes: number;
    prompt_characters: number;
  };
  segments: { text: string; weight: Weight; original: Span }[] | null;
  counter: { used: number; of: number } | null;
  raises: string | null;
  warnings: Warning[];
  /** Whether it fits, in words. */
  verdict: { outcome: 'fits' | 'cut' | 'raises'; words: string };
  /** Markup in a prompt that is read as text. */
  looks_like: { original: Span; programs: string[] } | null;
  [key: string]: unknown;
}

/** What dialects or programs make of a prompt: the JSON of `cliptok diff`. */
export interface Comparison {
  version: 1;
  prompt: string;
  agree: boolean;
  [key: string]: unknown;
}

/** The beginning of a prompt that fits. */
export interface Fitted {
  text: string;
  /** How many tokens it has; null if the program raises on the prompt. */
  count: number | null;
  /** What was cut; null if it fits. */
  cut: Cut | null;
}

export class Tokenizer {
  /** The tokenizer of a dialect, with the rows of its own package. */
  constructor(dialect?: Dialect, settings?: Settings);
  /** The tokenizer of a model that has one encoder. */
  static forModel(model: Model, settings?: Settings & { dialect?: Dialect }): Tokenizer;
  /** The ids of a text, without start, end and pads. With `as`, ids have weights: `rows` gives both. */
  encode(text: string): Uint16Array;
  /** How many tokens a text has, without start and end; with `as`, as the program counts. */
  count(text: string): number;
  /** How many tokens each of many texts has. This is the fastest way. */
  countMany(texts: readonly string[]): Uint32Array;
  /** What the model reads of a text: start, as many tokens as fit, end, and pads. */
  row(text: string): Uint16Array;
  /** The rows that the model reads, with weights where the program gives them. */
  rows(text: string): Row[];
  /** The text of ids: that of their bytes, or that of a package. It is null if the bytes are no text. */
  decode(ids: ArrayLike<number>, decoding?: 'text'): string | null;
  decode(ids: ArrayLike<number>, decoding: 'clip' | 'transformers'): string;
  /** Everything known about a prompt. `find` are phrases whose rows and slots are wanted. */
  inspect(text: string, options?: { find?: readonly string[] }): Inspection;
  /** Each step of normalization, then merge by merge. */
  trace(text: string): Record<string, unknown>;
  /** What each dialect makes of a prompt, or each of several programs. */
  diff(text: string, options?: { dialects?: readonly Dialect[]; as?: readonly Program[] | Program }): Comparison;
  /** The longest beginning of a prompt that fits. */
  fit(text: string, options?: { at?: 'token' | 'word' | 'comma'; max?: number; rows?: number }): Fitted;
}

/** Something is wrong with what was asked. */
export class CliptokError extends Error {
  /** The setting or field that it is about. */
  readonly field: string | null;
}

/** What can be chosen: models, dialects, programs with their options, and versions. */
export function settings(): {
  cliptok: string;
  unicode_emoji: string;
  models: { name: string; about: string; encoders: string[]; dialects: string[]; also_read_by: string | null }[];
  dialects: { name: Dialect; packages: string; widespread: boolean; outdated: boolean }[];
  programs: { name: string; title: string; about: string; options: string[]; usual_rows: number; counter: boolean }[];
  [key: string]: unknown;
};

/** Every emoji, with what kind of tokens it has, and its ids. */
export function emoji(): {
  sums: Record<string, unknown>;
  emoji: {
    emoji: string;
    name: string;
    group: string;
    unicode: string;
    sort: 'single' | 'several' | 'fallback';
    ids: number[];
  }[];
};

/** The prompts that a program wrote into a picture: PNG, JPEG, WebP or AVIF. */
export function picture(bytes: Uint8Array): {
  producer: string;
  syntax: string | null;
  certain: boolean;
  damage: string | null;
  prompts: { prompt: string; place: 'positive' | 'negative' | null; encoder: string | null; role: string }[];
};
