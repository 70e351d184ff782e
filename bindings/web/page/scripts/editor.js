// Enters: texts and spans. Leaves: them in the textarea, written so that the browser's own undo takes them back.

import { byId } from './dom.js';

/** The textarea. It stays the browser's: its undo, its selection, its input methods. */
export function editorOf() {
  const area = byId('prompt');
  /** Writes over a part of the text as typing would: `execCommand` is the one way that undo knows of. */
  const write = (start, end, text) => {
    area.focus();
    area.setSelectionRange(start, end);
    const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
    if (done) return;
    area.setRangeText(text, start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return {
    area,
    get text() {
      return area.value;
    },
    /** Puts a text in the place of all of it. */
    replaceAll(text) {
      if (area.value !== text) write(0, area.value.length, text);
    },
    /** Puts a text in the place of the selection. */
    insert(text) {
      write(area.selectionStart, area.selectionEnd, text);
    },
    /** Sets the text when the page starts, or when a link is followed: there is nothing to undo. */
    begin(text) {
      area.value = text;
    },
    /** Takes back what was written last, as the browser's undo does: a phone has no key for it. */
    undo() {
      area.focus();
      document.execCommand('undo');
    },
    select({ start, end }) {
      area.focus();
      area.setSelectionRange(start, end);
    },
  };
}
