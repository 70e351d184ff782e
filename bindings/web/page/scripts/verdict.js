// Enters: an answer. Leaves: the verdict: a large figure, and in words whether the model reads all of the prompt.

import { byId, counted, element, setClass, setText } from './dom.js';

/** How long a verdict must stand before a screen reader hears it, so that it does not talk into every key. */
const SPOKEN_AFTER = 900;

/** The verdict as data: `outcome` is `fits`, `over` or `raises`. */
export function verdictOf({ view, isWhole, total, programTitle }) {
  const { counts, counter, rows } = view;
  if (view.raises !== null) {
    return { outcome: 'raises', used: '✕', of: '', words: `${programTitle} fails on this prompt (${view.raises})` };
  }
  const rowWords = counted(rows.length, 'row');
  if (!isWhole) {
    const used = total === null ? `${counts.count.toLocaleString('en')}+` : total.toLocaleString('en');
    const room = counter === null ? counts.room : 75;
    if (total === null) return { outcome: 'over', used, of: room, words: 'counting…' };
    return { outcome: total > room ? 'over' : 'fits', used, of: room, words: wordsOfLong(view, total, room) };
  }
  const used = counter?.used ?? counts.count;
  const of = counter?.of ?? counts.room;
  const isProgram = view.syntax !== 'text';
  const many = isProgram && rows.length > 1 ? ` · ${rowWords}` : '';
  if (counts.over > 0) {
    return { outcome: 'over', used, of, words: `${counts.over.toLocaleString('en')} over: what is struck out is never read${many}` };
  }
  const free = Math.max(of - used, 0);
  const words = many !== '' ? `${rowWords}, nothing is cut` : free > 0 ? `fits, ${free} free` : 'fits exactly';
  return { outcome: 'fits', used, of, words };
}

function wordsOfLong(view, total, room) {
  if (total <= room) return total === room ? 'fits exactly' : `fits, ${room - total} free`;
  if (view.syntax !== 'text') return `about ${counted(Math.ceil(total / room), 'row')}`;
  return `${(total - room).toLocaleString('en')} over: only the first ${room} are read`;
}

/** A verdict on a prompt that could not be read at all, which only a mistake in cliptok can bring. */
export function failureOf(error) {
  return { outcome: 'raises', used: '✕', of: '', words: `cliptok fails on this prompt: ${error.message}` };
}

/** The part of the page with the verdict. */
export function verdictView() {
  const [line, figure, words, note, spoken, pinned] = ['verdict', 'figure', 'words', 'verdict-note', 'spoken', 'pinned'].map(byId);
  let timer = 0;
  new IntersectionObserver(([{ isIntersecting }]) => (pinned.hidden = isIntersecting)).observe(line);
  return {
    show(answer) {
      this.say(verdictOf(answer), answer);
    },
    say(verdict, answer) {
      setClass(line, `verdict ${verdict.outcome === 'fits' ? 'fits' : 'over'}`);
      const room = verdict.of === '' ? '' : ` / ${verdict.of.toLocaleString('en')}`;
      const used = verdict.used.toLocaleString('en');
      if (figure.textContent !== used + room) figure.replaceChildren(used, element('small', {}, room));
      setText(words, verdict.words);
      setText(pinned, `${used}${room}`);
      const notes = answer === null ? '' : notesOn(answer, verdict);
      note.hidden = notes === '';
      setText(note, notes);
      document.title = verdict.outcome === 'raises' ? 'cliptok' : `${used}${room} · cliptok`;
      clearTimeout(timer);
      timer = setTimeout(() => setText(spoken, `${used}${room.replace('/', 'of')}: ${verdict.words}`), SPOKEN_AFTER);
    },
  };
}

/** What else a reader of the verdict should know. */
function notesOn({ question, view, report, programTitle, settings }, { outcome }) {
  const notes = [];
  if (outcome === 'over' && view.syntax === 'text') {
    notes.push('A1111, ComfyUI, and others cut nothing, but fill more rows: choose the program to see what it does.');
  }
  if (view.counter !== null) notes.push(`By ${programTitle}’s own counter.`);
  const parts = Math.max(view.and?.length ?? 1, 1);
  const hasSteps = (view.schedule ?? []).some((stages) => stages.length > 1);
  if (parts > 1) notes.push(`Shown is the first of ${parts} parts (AND)${hasSteps ? ', as it is at step 1' : ''}.`);
  else if (hasSteps) notes.push('Shown as it is at step 1.');
  const encoders = report.encoders ?? [];
  if (encoders.length > 1) {
    const counts = new Set(encoders.map(({ counts: { count } }) => count));
    const names = encoders.map(({ model, counts: { count } }) => `${count} for ${model}`).join(', ');
    notes.push(counts.size === 1 ? 'Both encoders read the same number of tokens.' : `The encoders differ: ${names}.`);
  }
  const other = settings.models.find(({ name }) => name === question.model)?.also_read_by ?? null;
  if (other !== null) notes.push(`${other} reads the prompt too; its tokenizer is not CLIP’s, and is not shown.`);
  return notes.join(' ');
}
