// Enters: the page as it is loaded. Leaves: it at work, or why it cannot start.

import { Core } from '../../js/module.mjs';
import { byId, setText } from './dom.js';
import { CannotStart, moduleBytes } from './module-bytes.js';
import { work } from './work.js';

/**
 * Starts the page after the first paint, or says why it cannot start. A page that a browser saved has what was drawn when it was saved:
 * views begin with empty elements.
 */
async function start() {
  try {
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    work(Core.fromBytes(await moduleBytes()));
  } catch (error) {
    setText(byId('figure'), 'Not started');
    setText(byId('words'), '');
    const note = byId('verdict-note');
    note.hidden = false;
    note.className = 'trouble';
    setText(note, error instanceof CannotStart ? error.message : `The tokenizer did not start: ${error.message}`);
  }
}

start();
