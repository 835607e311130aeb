import type { Break } from './break.js';
import { projectorBreaks } from './of-the-projector.js';
import { sourceBreaks } from './of-sources.js';
import { wireBreaks } from './of-the-wire.js';

/** Every protection that can be taken away. */
export const allBreaks: readonly Break[] = [...sourceBreaks, ...wireBreaks, ...projectorBreaks];

/** Throws with all names when there is none of this one. */
export function breakNamed(name: string): Break {
  const found = allBreaks.find((candidate) => candidate.name === name);
  if (found) return found;
  const names = allBreaks.map((each) => each.name).join(', ');
  throw new Error(`there is no break ${JSON.stringify(name)}; there are ${names}`);
}
