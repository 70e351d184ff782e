// Enters: data/vocab.json and data/merges.txt. Leaves: a folder with the tokenizer.json that transformers.js reads.
//
// It is what transformers 5 writes for CLIP: normalizer, pre-tokenizer, and special tokens.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const data = (name) => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');

const vocab = JSON.parse(data('vocab.json'));
const merges = data('merges.txt').split('\n').filter((line) => line !== '' && !line.startsWith('#version'));
const special = ['<|startoftext|>', '<|endoftext|>'];
const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: special.map((content) => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: content === special[0],
    special: true,
  })),
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'NFC' },
      { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
      { type: 'Lowercase' },
    ],
  },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      {
        type: 'Split',
        pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
        behavior: 'Removed',
        invert: true,
      },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    ],
  },
  post_processor: {
    type: 'RobertaProcessing',
    sep: [special[1], vocab[special[1]]],
    cls: [special[0], vocab[special[0]]],
    trim_offsets: false,
    add_prefix_space: false,
  },
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: special[1],
    continuing_subword_prefix: '',
    end_of_word_suffix: '</w>',
    fuse_unk: false,
    byte_fallback: false,
    vocab,
    merges,
  },
};
const config = { tokenizer_class: 'CLIPTokenizer', bos_token: special[0], eos_token: special[1], unk_token: special[1], pad_token: special[1], model_max_length: 77 };
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/tokenizer.json`, JSON.stringify(tokenizer));
writeFileSync(`${folder}/tokenizer_config.json`, JSON.stringify(config));
