// Enters: the core. Leaves: the classes and functions of the package, which are the same in node and in browsers.

import { inUtf16 } from './spans.mjs';

/** What the package exports, by a core that is ready. */
export function exportsOf(core) {
  // Tokenizers that nobody has any longer leave the memory of the module.
  const forgotten = new FinalizationRegistry((handle) => core.close(handle));

  // Stands in the place of a dialect where the settings say all.
  const ofModel = Symbol('of a model');

  class Tokenizer {
    #settings;
    #handle;

    constructor(dialect = 'hf', settings = {}) {
      this.#settings = dialect === ofModel ? settings : { ...settings, dialect };
      this.#handle = core.open(this.#settings);
      forgotten.register(this, this.#handle);
    }

    static forModel(model, settings = {}) {
      return new Tokenizer(ofModel, { ...settings, model });
    }

    encode(text) {
      return core.encode(this.#handle, text);
    }

    count(text) {
      return core.count(this.#handle, text);
    }

    countMany(texts) {
      return core.countMany(this.#handle, texts);
    }

    row(text) {
      return core.row(this.#handle, text);
    }

    rows(text) {
      return this.#ask('encode', text).rows;
    }

    decode(ids, decoding = 'text') {
      const { text } = core.ask({ verb: 'decode', ids: Array.from(ids), decoding, ...this.#own('model', 'dialect') });
      return text;
    }

    inspect(text, { find } = {}) {
      return inUtf16(this.#ask('inspect', text, { find }));
    }

    trace(text) {
      return inUtf16(this.#ask('trace', text));
    }

    diff(text, { dialects, as } = {}) {
      const prompt = string(text);
      return inUtf16(core.ask({ verb: 'diff', prompt, dialects, as, ...this.#own('model') }));
    }

    fit(text, { at, max, rows } = {}) {
      const answer = this.#ask('fit', text, { at, max, rows });
      return { text: answer.text, count: answer.count, cut: answer.cut && inUtf16(answer.cut, text) };
    }

    #ask(verb, text, beside = {}) {
      return core.ask({ verb, prompt: string(text), ...beside, ...this.#settings });
    }

    #own(...names) {
      return Object.fromEntries(names.map((name) => [name, this.#settings[name]]));
    }
  }

  return {
    Tokenizer,
    settings: () => core.ask({ verb: 'settings' }),
    emoji: () => core.ask({ verb: 'emoji' }),
    picture: (bytes) => core.ask({ verb: 'picture' }, bytes),
  };
}

function string(text) {
  if (typeof text !== 'string') throw new TypeError(`a text is ${typeof text}, not a string`);
  return text;
}
