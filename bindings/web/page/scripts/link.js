// Enters: a question. Leaves: the fragment of a link that asks it again; and back. A fragment is not sent to any server.

/** Settings whose value is not the usual one, and the text. */
export function fragmentOf({ model, as, dialect, options, text }) {
  const parts = new URLSearchParams();
  if (model !== 'sd1') parts.set('model', model);
  if (as !== 'text') parts.set('as', as);
  if (dialect !== '') parts.set('dialect', dialect);
  for (const [name, value] of Object.entries(options)) {
    parts.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  parts.set('text', text);
  // A plus sign means a blank only to some readers; this means one to all.
  return `#${parts.toString().replaceAll('+', '%20')}`;
}

/** What a fragment asks, or null if it asks nothing. What it does not name is absent. */
export function questionOf(fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/, ''));
  const named = Object.fromEntries(parts);
  const { model, as, dialect, text, ...options } = named;
  if ([model, as, dialect, text].every((part) => part === undefined)) return null;
  return { model, as, dialect, text, options };
}
