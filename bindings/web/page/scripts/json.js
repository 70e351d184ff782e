// Enters: an answer. Leaves: the folded report as JSON. It is written when it is open.

import { byId, setText } from './dom.js';

/** More than this is too much to look at, and slow to lay out. Copy JSON has all of it. */
const SHOWN_UNITS = 200_000;

export function jsonView() {
  const [fold, body] = ['json', 'json-body'].map(byId);
  let report = null;
  const draw = () => {
    if (!fold.open || report === null) return;
    const json = JSON.stringify(report, null, 1);
    setText(body, json.length > SHOWN_UNITS ? `${json.slice(0, SHOWN_UNITS)}\n… Copy JSON has all of it.` : json);
  };
  fold.addEventListener('toggle', draw);
  return {
    show(answer) {
      ({ report } = answer);
      draw();
    },
  };
}
