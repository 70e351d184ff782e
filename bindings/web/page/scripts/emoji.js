// Enters: the list of emoji. Leaves: a shelf of them: by group, filtered by how they are tokenized, searched by name.

import { byId, element, setText } from './dom.js';

const SORTS = [
  ['all', 'All'],
  ['single', 'One token'],
  ['several', 'Several'],
  ['fallback', 'Fragments'],
];
const SORT_WORDS = { single: 'one token', several: 'several tokens of whole characters', fallback: 'tokens that are only parts of a character' };

/** The folded part of the page with the emoji. It is drawn when it is opened, and each group when it comes into sight. */
export function emojiView({ emojiList, insert }) {
  const [fold, body] = ['emoji', 'emoji-body'].map(byId);
  const chosen = { sort: 'all', search: '' };
  let shelf = null;
  let words = null;

  const draw = () => {
    const search = chosen.search.trim().toLowerCase();
    const matches = emojiList().filter(({ emoji, name, sort }) => {
      return (chosen.sort === 'all' || sort === chosen.sort) && (search === '' || name.toLowerCase().includes(search) || emoji === search);
    });
    const groups = Map.groupBy?.(matches, ({ group }) => group) ?? grouped(matches);
    setText(words, `${matches.length.toLocaleString('en')} emoji. Choose one to put it into the prompt.`);
    shelf.replaceChildren(...[...groups].map(([group, all]) => groupOf(group, all)));
    const first = shelf.querySelector('.grid');
    if (first !== null) fill(first);
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) fill(target);
  });
  const groupOf = (group, all) => {
    const grid = element('div', { class: 'grid', role: 'group', 'aria-label': group });
    grid.emoji = all;
    observer.observe(grid);
    return element('div', {}, element('h3', {}, `${group} (${all.length})`), grid);
  };
  const fill = (grid) => {
    observer.unobserve(grid);
    if (grid.childElementCount > 0) return;
    const all = grid.emoji.map(({ emoji, name, sort, ids }) => {
      const about = `${name}: ${SORT_WORDS[sort]}, id ${ids.join(' ')}`;
      return element('button', { type: 'button', class: sort, tabindex: '-1', title: about, 'aria-label': about, 'data-emoji': emoji }, emoji);
    });
    grid.append(...all);
    if (shelf.querySelector('button[tabindex="0"]') === null) all[0].tabIndex = 0;
  };
  const build = () => {
    const search = element('input', { type: 'search', placeholder: 'Search by name', 'aria-label': 'Search emoji by name' });
    search.addEventListener('input', () => {
      chosen.search = search.value;
      draw();
    });
    const sorts = SORTS.map(([sort, label]) => element('button', { type: 'button', 'aria-pressed': String(sort === chosen.sort), click: () => choose(sort) }, label));
    const choose = (sort) => {
      chosen.sort = sort;
      sorts.forEach((button, at) => button.setAttribute('aria-pressed', String(SORTS[at][0] === sort)));
      draw();
    };
    words = element('p', { class: 'quiet', role: 'status' });
    shelf = element('div', { class: 'shelf' });
    shelf.addEventListener('click', ({ target }) => {
      const button = target.closest('button');
      if (button !== null) insert(button.dataset.emoji);
    });
    shelf.addEventListener('keydown', move);
    body.replaceChildren(element('div', { class: 'filters', role: 'group', 'aria-label': 'Filter emoji' }, ...sorts, search), words, shelf);
    draw();
  };
  /** Arrows move the focus; the next group is drawn when the focus comes to it. */
  const move = (event) => {
    const grid = event.target.closest('.grid');
    if (grid === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const grids = [...shelf.querySelectorAll('.grid')];
    let at = step === -Infinity ? 0 : step === Infinity ? grid.childElementCount - 1 : [...grid.children].indexOf(event.target) + step;
    let next = grid;
    if (at < 0 || at >= grid.childElementCount) {
      next = grids[grids.indexOf(grid) + Math.sign(at)] ?? null;
      if (next === null) return;
      fill(next);
      at = at < 0 ? next.childElementCount - 1 : 0;
    }
    event.target.tabIndex = -1;
    next.children[at].tabIndex = 0;
    next.children[at].focus();
  };
  fold.addEventListener('toggle', () => {
    if (fold.open && shelf === null) build();
  });
}

/** `Map.groupBy`, for browsers that do not have it yet. */
function grouped(emoji) {
  const groups = new Map();
  for (const one of emoji) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}
