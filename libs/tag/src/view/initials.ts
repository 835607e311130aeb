const COLOURS = 8;

/** Of the first and the last word of a name, as people write them by hand; `?` of no name. */
export function initialsOf(name: string | null | undefined): string {
  const words = (name ?? '').split(/[\s\p{P}\p{S}]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first] = words;
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letters = [first, last].flatMap((word) => (word === undefined ? [] : [firstLetter(word)]));
  return letters.join('').toLocaleUpperCase() || firstLetter((name ?? '').trim()) || '?';
}

/** One of {@link COLOURS}, always the same for the same id. */
export function colourOf(id: string): number {
  let hash = 0;
  for (const char of id) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash % COLOURS;
}

/** As people count letters: a flag or an accented letter is one. */
function firstLetter(word: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word);
  return first?.segment ?? '';
}
