// Enters: the names of the options that a program looks at. Leaves: a field for each, and the values that are not the usual ones.

import { byId, element } from './dom.js';

/** How each option is asked for. One that is not in this list is not shown. */
const fieldsOf = ({ defaults, most_steps: mostSteps, emphasis }) => ({
  negative: { kind: 'check', label: 'This is the negative prompt' },
  negative_prompt: { kind: 'text', label: 'Negative prompt', hint: 'the program makes both equally long' },
  steps: { kind: 'number', label: 'Sampling steps', min: 1, max: mostSteps, usual: defaults.steps },
  comma_backtrack: { kind: 'number', label: 'Comma backtrack', min: 0, max: 1000, usual: defaults.comma_backtrack },
  emphasis: { kind: 'choice', label: 'Emphasis', choices: emphasis.map(({ name }) => name), usual: defaults.emphasis },
  truncate: { kind: 'check', label: 'Cut what does not fit into one row' },
  embeddings: { kind: 'embeddings', label: 'Embeddings', hint: 'name=vectors, such as easynegative=8' },
});

/** The fields. They keep what was typed while another program is chosen. */
export function optionFields(settings, changed) {
  const box = byId('options');
  const made = new Map(Object.entries(fieldsOf(settings)).map(([name, field]) => [name, fieldOf(field, changed)]));
  let names = [];
  return {
    show(wanted) {
      names = wanted.filter((name) => made.has(name));
      box.hidden = names.length === 0;
      box.replaceChildren(...names.map((name) => made.get(name).node));
    },
    values() {
      const values = names.map((name) => [name, made.get(name).read()]);
      return Object.fromEntries(values.filter(([, value]) => value !== null));
    },
    set(values) {
      for (const [name, { write }] of made) write(values[name] ?? null);
    },
  };
}

/** A field: its element, and how its value is read and written. A usual value is null. */
function fieldOf({ kind, label, hint, min, max, usual, choices }, changed) {
  const on = { input: changed };
  const title = `${label}${hint === undefined ? '' : ` (${hint})`}`;
  const field = (control, name = 'field') => element('label', { class: name }, title, control);
  switch (kind) {
    case 'check': {
      const box = element('input', { type: 'checkbox', ...on });
      return {
        node: element('label', { class: 'check' }, box, label),
        read: () => (box.checked ? true : null),
        write: (value) => {
          box.checked = value === true || value === 'true';
        },
      };
    }
    case 'number': {
      const box = element('input', { type: 'number', min, max, value: usual, inputmode: 'numeric', ...on });
      return {
        node: field(box),
        read: () => {
          const number = Math.trunc(Number(box.value));
          const isUsed = box.value !== '' && number >= min && number <= max && number !== usual;
          return isUsed ? number : null;
        },
        write: (value) => {
          box.value = value ?? usual;
        },
      };
    }
    case 'choice': {
      const box = element('select', { change: changed }, ...choices.map((choice) => element('option', {}, choice)));
      box.value = usual;
      return {
        node: field(box),
        read: () => (box.value === usual ? null : box.value),
        write: (value) => {
          box.value = choices.includes(value) ? value : usual;
        },
      };
    }
    case 'embeddings': {
      const box = element('input', { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', ...on });
      return { node: field(box), read: () => embeddingsOf(box.value), write: (value) => (box.value = embeddingWords(value)) };
    }
    default: {
      const box = element('textarea', { rows: '1', spellcheck: 'false', ...on });
      return { node: field(box, 'field wide'), read: () => (box.value === '' ? null : box.value), write: (value) => (box.value = value ?? '') };
    }
  }
}

/** `a=8, b=2` as an object; null if nothing in it is an embedding. */
export function embeddingsOf(text) {
  const pairs = [...text.matchAll(/([^\s,=]+)\s*=\s*(\d{1,4})/g)].map(([, name, vectors]) => [name, Number(vectors)]);
  return pairs.length === 0 ? null : Object.fromEntries(pairs);
}

/** The same as text; from a link, it is JSON. */
function embeddingWords(value) {
  let embeddings = value;
  if (typeof value === 'string') {
    try {
      embeddings = JSON.parse(value);
    } catch {
      return '';
    }
  }
  if (embeddings === null || typeof embeddings !== 'object') return '';
  return Object.entries(embeddings).map(([name, vectors]) => `${name}=${vectors}`).join(', ');
}
