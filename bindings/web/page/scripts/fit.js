// Enters: an answer whose prompt is too long, or fills several rows. Leaves: buttons that cut it, in its own spelling.

import { requestOfOne } from './answer.js';
import { byId, counted, element, setText } from './dom.js';

/** Where a prompt may be cut. */
const PLACES = [
  ['comma', 'Cut behind a comma'],
  ['word', 'Cut behind a word'],
  ['token', 'Cut behind a token'],
];

/** The part of the page that cuts a prompt. */
export function fitView(core, editor) {
  const [section, buttons, words] = ['fitting', 'fit-buttons', 'fit-words'].map(byId);
  let question = null;
  const fit = (at) => {
    const fitted = core.ask(requestOfOne('fit', { ...question, text: editor.text }, { at }));
    const cut = editor.text.length - fitted.text.length;
    editor.replaceAll(fitted.text);
    const left = `${counted(fitted.count, 'token')} left`;
    setText(words, cut === 0 ? 'It already fits the rows that people use with this program.' : `${counted(cut, 'character')} cut, ${left}. Undo (Ctrl+Z) brings them back.`);
  };
  buttons.append(...PLACES.map(([at, label]) => element('button', { type: 'button', click: () => fit(at) }, label)));
  return {
    show(answer) {
      const isLong = answer.view.counts.over > 0 || (answer.view.rows ?? []).length > 1 || !answer.isWhole;
      const justCut = document.activeElement === editor.area && words.textContent !== '' && !isLong && answer.question.text !== question?.text;
      ({ question } = answer);
      // What was cut is still said until the next key.
      section.hidden = answer.view.raises !== null || !(isLong || justCut);
      if (section.hidden || isLong) setText(words, '');
    },
  };
}
