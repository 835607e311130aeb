import { z } from 'zod';
import { line } from '#lib/contracts';

const LIMIT = { default: 50, most: 200 };
const limitRule = `must be a whole number from 1 to ${LIMIT.most}`;

/** As it stands in an envelope: not trimmed, for it must be equal. */
const attribute = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\p{Cc}]+$/u, 'must not hold control characters')
  .refine((text) => text.isWellFormed(), 'must not hold half of a character');

/** The id of a parked message. */
export const parkedId = z.string().regex(/^\d{1,18}$/, 'must be the id of a parked message, a whole number');

/** The parameters of `GET /operator/parked`. Others are faults. */
export const listParams = z.strictObject({
  limit: z
    .string(limitRule)
    .regex(/^\d{1,3}$/, limitRule)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= LIMIT.most, limitRule)
    .default(LIMIT.default),
  after: parkedId.optional(),
  reason: attribute.optional(),
  source: attribute.optional(),
  stream: attribute.optional(),
});
export type ListParams = z.output<typeof listParams>;

/** What every order of an operator says: why. */
export const order = z.strictObject({ reason: line(200) });
export type OrderBody = z.output<typeof order>;

/** Who gives an order, as their token says. */
export interface By {
  readonly by: string;
}
export type Order = OrderBody & By;

/** Exactly one of: a message by its id, a stream, or all. */
export const replayOrder = order
  .extend({
    id: parkedId.optional(),
    source: attribute.optional(),
    stream: attribute.optional(),
    all: z.literal(true).optional(),
  })
  .superRefine(({ id, source, stream, all }, context) => {
    const fault = (message: string, path: string[] = []): void =>
      context.addIssue({ code: 'custom', message, path });
    if (source !== undefined && stream === undefined) fault('is needed where there is a source', ['stream']);
    if (stream !== undefined && source === undefined) fault('is needed where there is a stream', ['source']);
    const targets = [id, source ?? stream, all].filter((target) => target !== undefined);
    if (targets.length !== 1) fault('must say what to replay: either id, or source and stream, or all');
  });
export type ReplayBody = z.output<typeof replayOrder>;
export type ReplayOrder = ReplayBody & By;
