// Enters: an answer, when a button is pressed. Leaves: its link, ids, rows or JSON in the clipboard.

import { byId, setText } from './dom.js';
import { fragmentOf } from './link.js';

/** The buttons that copy. `answer` gives the last answer. */
export function copyButtons(answer) {
  const said = byId('said');
  const copy = async (what, text) => {
    try {
      await navigator.clipboard.writeText(text);
      setText(said, `Copied: ${what}.`);
    } catch {
      setText(said, 'The browser did not let this page write to the clipboard.');
    }
  };
  const on = (id, what, textOf) => byId(id).addEventListener('click', () => copy(what, textOf(answer())));
  on('copy-link', 'the link', ({ question }) => {
    // The link comes into the address bar only here, so that prompts stay out of the history of whoever does not want it.
    history.replaceState(null, '', fragmentOf(question));
    return location.href;
  });
  on('copy-ids', 'the ids', ({ view }) => view.tokens.map(({ id }) => id).join(' '));
  on('copy-rows', 'the rows', ({ view }) => (view.rows ?? []).map(({ ids }) => ids.map((id) => id ?? '-').join(' ')).join('\n'));
  on('copy-json', 'the JSON', ({ report }) => JSON.stringify(report, null, 2));
}
