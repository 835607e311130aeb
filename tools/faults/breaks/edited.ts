import type { Edit } from './break.js';

/** The source with all edits made. Throws when one does not fit: its text is not there, or more than once. */
export function edited(source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { file, from, to }) => {
    const found = text.split(from).length - 1;
    if (found !== 1) throw new Error(`${file} has ${JSON.stringify(from)} ${found} times, once was expected`);
    return text.replace(from, () => to);
  }, source);
}
