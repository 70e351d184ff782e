// Enters: the bytes of the WebAssembly module. Leaves: its calls, with strings and objects of JavaScript.

/** What is wrong with a request: the message, and the field of the request that it is about, or null. */
export class CliptokError extends Error {
  constructor(message, field = null) {
    super(message);
    this.name = 'CliptokError';
    this.field = field;
  }
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

// Half of a surrogate pair becomes U+FFFD, as it does where bytes are made of strings. JSON would escape it.
const wellFormed = (_key, value) => (typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value);

/**
 * The module at work. Calls are synchronous. Where a call fails in a way that no input should make it fail, it throws an
 * Error, and the next call finds a new instance.
 */
export class Core {
  #module;
  #exports;
  // How many instances there have been: handles of an earlier one mean nothing to a later one.
  #generation = 0;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
  }

  /** @param {BufferSource} bytes the module, not compressed */
  static fromBytes(bytes) {
    return new Core(new WebAssembly.Module(bytes));
  }

  /** The memory of the instance. */
  get memory() {
    return this.#instance().memory;
  }

  /**
   * Answers a request, such as `{verb: 'inspect', prompt: 'a cat', model: 'sd1'}`, with the JSON that the program prints:
   * spans count bytes of UTF-8. `attached` are the bytes of a picture.
   *
   * @param {object} request
   * @param {Uint8Array} [attached]
   */
  ask(request, attached) {
    return this.#answer(JSON.stringify(request, wellFormed), attached).answer;
  }

  /** A tokenizer of settings: `{model, dialect, as, options}`. */
  open(settings) {
    const json = JSON.stringify(settings, wellFormed);
    const handle = { json, number: 0, generation: -1 };
    this.#reopen(handle);
    return handle;
  }

  /** Forgets a tokenizer. */
  close(handle) {
    if (handle.generation === this.#generation && this.#exports) {
      this.#call((exports) => exports.close(handle.number));
    }
    handle.generation = -1;
    handle.json = null;
  }

  /** The ids of a text. */
  encode(handle, string) {
    const count = this.#checked(handle, string, (exports, number, length) => exports.encode(number, length));
    return this.#ids(count);
  }

  /** The row of a text. */
  row(handle, string) {
    const count = this.#checked(handle, string, (exports, number, length) => exports.row(number, length));
    return this.#ids(count);
  }

  /** How many tokens a text has. */
  count(handle, string) {
    return this.#checked(handle, string, (exports, number, length) => exports.count(number, length));
  }

  /** How many tokens each of many texts has. */
  countMany(handle, strings) {
    if (strings.length === 0) return new Uint32Array();
    const joined = strings.join('\0') + '\0';
    const count = this.#checked(handle, joined, (exports, number, length) => exports.count_lines(number, length, 0));
    // A text has a NUL in it: then they are counted one by one.
    if (count !== strings.length) return Uint32Array.from(strings, (string) => this.count(handle, string));
    const { memory, output } = this.#instance();
    return new Uint32Array(memory.buffer.slice(output(), output() + 4 * count));
  }

  #ids(count) {
    const { memory, output } = this.#instance();
    const start = output();
    return new Uint16Array(memory.buffer.slice(start, start + 2 * count));
  }

  #instance() {
    if (this.#exports === undefined) {
      this.#exports = new WebAssembly.Instance(this.#module, {}).exports;
      this.#generation += 1;
    }
    return this.#exports;
  }

  // A trap leaves an instance that is of no use.
  #call(call) {
    try {
      return call(this.#instance());
    } catch (error) {
      this.#exports = undefined;
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`cliptok's module failed (${what}); the next call starts it again`, { cause: error });
    }
  }

  // Writes a string into the input. Half of a surrogate pair becomes U+FFFD.
  #write(string) {
    const { memory, input } = this.#instance();
    // No unit of UTF-16 takes more than three bytes. Short strings get room for that; long ones are encoded first.
    if (string.length < 1 << 16) {
      const room = string.length * 3;
      const start = input(room);
      return utf8.encodeInto(string, new Uint8Array(memory.buffer, start, room)).written;
    }
    const bytes = utf8.encode(string);
    const start = input(bytes.length);
    new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
    return bytes.length;
  }

  #read(length) {
    const { memory, output } = this.#instance();
    return text.decode(new Uint8Array(memory.buffer, output(), length));
  }

  #answer(json, attached) {
    const length = this.#call((exports) => {
      if (attached !== undefined) {
        const start = exports.attach(attached.length);
        new Uint8Array(exports.memory.buffer, start, attached.length).set(attached);
      }
      return exports.ask(this.#write(json));
    });
    if (length < 0) throw this.#error(length);
    return JSON.parse(this.#read(length));
  }

  #reopen(handle) {
    const length = this.#call((exports) => exports.open(this.#write(handle.json)));
    if (length < 0) throw this.#error(length);
    handle.number = length;
    handle.generation = this.#generation;
  }

  #checked(handle, string, call) {
    if (typeof string !== 'string') throw new TypeError(`a text is ${typeof string}, not a string`);
    this.#instance();
    if (handle.json === null) throw new CliptokError('the tokenizer is closed');
    if (handle.generation !== this.#generation) this.#reopen(handle);
    const result = this.#call((exports) => call(exports, handle.number, this.#write(string)));
    if (result < 0) throw this.#error(result);
    return result;
  }

  #error(length) {
    const { error } = JSON.parse(this.#read(-length));
    return new CliptokError(error.message, error.field);
  }
}
