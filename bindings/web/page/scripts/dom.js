// Enters: names, texts and listeners. Leaves: elements. Nothing here reads HTML, so no text can become markup.

/** An element with attributes and children. A child that is no node is a text; null is no child. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text if it is another one, so that nothing is laid out for nothing. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setClass(node, name) {
  if (node.className !== name) node.className = name;
}

/**
 * Makes the children of a node those of a list of things, and replaces only what changed: children in front and at the end whose
 * keys are as before stay. `shown` is what the last call returned.
 */
export function replaceChanged(parent, shown, things, keyOf, make) {
  const keys = things.map(keyOf);
  let front = 0;
  while (front < keys.length && front < shown.length && shown[front].key === keys[front]) front += 1;
  let back = 0;
  const most = Math.min(keys.length, shown.length) - front;
  while (back < most && shown[shown.length - 1 - back].key === keys[keys.length - 1 - back]) back += 1;
  for (const { node } of shown.slice(front, shown.length - back)) node.remove();
  const before = back > 0 ? shown[shown.length - back].node : null;
  const added = things.slice(front, things.length - back).map((thing, at) => ({
    key: keys[front + at],
    node: make(thing, front + at),
  }));
  const batch = document.createDocumentFragment();
  batch.append(...added.map(({ node }) => node));
  parent.insertBefore(batch, before);
  return [...shown.slice(0, front), ...added, ...shown.slice(shown.length - back)];
}

/** `1 token`, `2 tokens`, `1,400 tokens`. */
export function counted(count, word) {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
