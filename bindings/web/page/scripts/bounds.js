// Enters: an answer. Leaves: in words, what of a long text is not drawn, or not read.

import { byId, setText } from './dom.js';

export function boundsView() {
  const note = byId('bounded');
  return {
    show(answer) {
      const words = boundsOf(answer);
      note.hidden = words === '';
      setText(note, words);
    },
  };
}

function boundsOf({ view, text, question, isWhole, isColored, runs }) {
  const number = (count) => count.toLocaleString('en');
  const notes = [];
  if (!isColored) notes.push('This text is too long to be colored.');
  else if (runs.some(({ kind }) => kind === 'undrawn')) {
    notes.push(isWhole ? `The first tokens are colored; all ${number(view.tokens.length)} are counted.` : 'The first tokens are colored.');
  }
  if (!isWhole) notes.push(`Tokens, warnings and dialects are those of the first ${number(text.length)} of ${number(question.text.length)} characters; all are counted.`);
  return notes.join(' ');
}
