// Enters: an answer whose prompt is too long, or fills several rows. Leaves: buttons that cut it, in its own spelling.

import { requestOfOne } from './answer.js';
import { byId, counted, element, setText } from './dom.js';

/** Where a prompt may be cut. */
const PLACES = [
  ['comma', 'Cut behind a comma'],
  ['word', 'Cut behind a word'],
  ['token', 'Cut behind a token'],
];

/** What cutting would do. */
function aboutOf({ question, settings, view }) {
  const rows = settings.programs.find(({ name }) => name === question.as)?.usual_rows ?? 1;
  const room = question.as === 'text' ? `${view.counts.room} tokens` : rows === 1 ? 'one row' : `the ${rows} rows that it reads`;
  return `Keeps the beginning of the prompt, as it is written, so that it fits ${room}. It can be undone.`;
}

/** The part of the page that cuts a prompt. */
export function fitView(core, editor) {
  const [section, buttons, words] = ['fitting', 'fit-buttons', 'fit-words'].map(byId);
  let question = null;
  // What a button left. What it did is said until the text is another one.
  let cutText = null;
  const fit = (at) => {
    const fitted = core.ask(requestOfOne('fit', { ...question, text: editor.text }, { at }));
    const cut = editor.text.length - fitted.text.length;
    cutText = fitted.text;
    editor.replaceAll(fitted.text);
    const left = `${counted(fitted.count, 'token')} left`;
    if (cut === 0) setText(words, 'It already fits.');
    else words.replaceChildren(`${counted(cut, 'character')} cut, ${left}. `, element('button', { type: 'button', click: () => editor.undo() }, 'Undo'));
  };
  buttons.replaceChildren(...PLACES.map(([at, label]) => element('button', { type: 'button', click: () => fit(at) }, label)));
  return {
    show(answer) {
      const isLong = answer.view.counts.over > 0 || (answer.view.rows ?? []).length > 1 || !answer.isWhole;
      ({ question } = answer);
      const isCut = question.text === cutText;
      section.hidden = answer.view.raises !== null || !(isLong || isCut);
      if (!isCut) setText(words, aboutOf(answer));
    },
  };
}
