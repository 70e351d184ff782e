// Enters: a picture from the picker, or dropped on the page. Leaves: the prompts in it, one of them in the textarea.

import { byId, element } from './dom.js';

/** A larger file is not read: no program writes such a picture, and it would fill the memory. */
const MOST_BYTES = 200 * 1024 * 1024;
const PASTED = 'A pasted picture has lost its prompt: the browser copies the pixels and drops what the file says. Drop the file here instead, or choose it.';

/** The prompts of a picture, each with a title. */
function promptsOf({ producer, syntax, prompts }) {
  return prompts.map(({ prompt, place, encoder, role }) => {
    const kind = place === 'negative' ? 'Negative prompt' : 'Prompt';
    const notes = [role === 'main' ? null : role, encoder === null ? null : `for encoder ${encoder}`].filter((note) => note !== null);
    return { text: prompt, place, as: syntax, producer, title: notes.length === 0 ? kind : `${kind} (${notes.join(', ')})` };
  });
}

/** Lets the page take pictures. `read` asks the core; `use` puts a prompt of one into the page. */
export function pictures({ read, use }) {
  const [button, picker, box] = ['picture-button', 'picture', 'pictures'].map(byId);
  const say = (...children) => {
    box.hidden = false;
    box.replaceChildren(element('div', { class: 'found', role: 'status' }, ...children));
  };
  const take = async (file) => {
    if (file.size > MOST_BYTES) {
      say(element('p', {}, `${file.name} is larger than 200 MB, and is not read.`));
      return;
    }
    try {
      const found = promptsOf(read(new Uint8Array(await file.arrayBuffer())));
      if (found.length === 0) say(element('p', {}, `${file.name}: no prompt in this picture.`));
      else show(file.name, found);
    } catch (error) {
      say(element('p', {}, `${file.name}: ${error.message}`));
    }
  };
  const show = (name, found) => {
    const first = found.find(({ place }) => place !== 'negative') ?? found[0];
    use(first, found);
    const lines = found.flatMap((one) => [
      element('h3', {}, one.title),
      element('p', {}, one.text.length > 600 ? `${one.text.slice(0, 600)}…` : one.text),
      element('button', { type: 'button', click: () => use(one, found) }, 'Use this one'),
    ]);
    say(element('p', { class: 'quiet' }, `${name}, by ${first.producer}: ${found.length === 1 ? 'a prompt' : `${found.length} prompts`}.`), ...lines);
  };

  button.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const [file] = picker.files;
    if (file !== undefined) take(file);
    picker.value = '';
  });
  const hasFiles = ({ dataTransfer }) => dataTransfer !== null && [...dataTransfer.types].includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    document.body.classList.add('dragging');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) document.body.classList.remove('dragging');
  });
  document.addEventListener('drop', (event) => {
    document.body.classList.remove('dragging');
    if (!hasFiles(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file !== undefined) take(file);
  });
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return;
    event.preventDefault();
    const names = files.some(({ type }) => type.startsWith('image/')) ? PASTED : 'Only pictures are read. Drop the file of one here.';
    say(element('p', {}, names));
  });
}
