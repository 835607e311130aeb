import { z } from 'zod';

const POSITION = /^([0-9a-f]{8})\.(\d{1,15})\.[\w-]{8}$/;
const rule = 'must be a position as the feed answers it in meta.position';

/** The body of `PUT /feed/marker`. */
export const markSeenBody = z.strictObject({ position: z.string(rule).regex(POSITION, rule) });

/** The place in the changes of the feed that a position is. */
export function placeIn(position: string): { epoch: string; position: string } {
  const [, epoch = '', at = ''] = POSITION.exec(position) ?? [];
  return { epoch, position: at };
}
