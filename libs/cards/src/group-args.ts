import { type Args, number, text } from './args.js';

/**
 * What the text of a group speaks of: what its newest entry does, `count`, how many there are besides that (`others`), and
 * `plus`, which stands behind a number where there are more than were counted, and is empty where it is exact.
 */
export function groupArgs(newest: Args, count: number, isTruncated: boolean): Args {
  return { ...newest, count: number(count), others: number(count - 1), plus: text(isTruncated ? '+' : '') };
}
