/** One name in every way that files write it. */
export interface Spelling {
  readonly kebab: string;
  readonly snake: string;
  readonly constant: string;
  readonly camel: string;
  readonly pascal: string;
  readonly words: string;
}

/** Of a name in kebab-case, e.g. `town-hall`. */
export function spell(kebab: string): Spelling {
  const parts = kebab.split('-');
  const snake = parts.join('_');
  const pascal = parts.map(capitalised).join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return { kebab, snake, constant: snake.toUpperCase(), camel, pascal, words: parts.join(' ') };
}

export function isKebab(name: string): boolean {
  return /^[a-z]+(-[a-z]+)*$/.test(name);
}

/** A guess by the ends of English words; `--event` is for those that it gets wrong. */
export function singularOf(plural: string): string {
  if (/[^aeiou]ies$/.test(plural)) return `${plural.slice(0, -3)}y`;
  if (/(ss|x|z|ch|sh)es$/.test(plural)) return plural.slice(0, -2);
  if (/(ss|us|is)$/.test(plural)) return plural;
  return plural.replace(/s$/, '');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
