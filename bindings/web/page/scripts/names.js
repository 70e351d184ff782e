// Enters: characters. Leaves: their code points, and the names of those that are emoji.

/** A function that names characters. The list of emoji is asked for once it is needed, since most prompts have none. */
export function namer(emojiList) {
  let names = null;
  return (characters) => {
    if (/^[\x20-\x7e]*$/.test(characters)) return '';
    names ??= new Map(emojiList().map(({ emoji, name }) => [emoji, name]));
    const points = [...characters].slice(0, 8).map(codePoint).join(' ');
    const name = names.get(characters) ?? names.get(`${characters}\ufe0f`) ?? names.get(characters.replace(/\ufe0f$/, ''));
    return name === undefined ? points : `${points} ${name}`;
  };
}

function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
