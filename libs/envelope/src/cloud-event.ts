import { z } from 'zod';

const oneLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]+$/u, 'must not hold control characters');

/**
 * The shape every message shares: CloudEvents 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md)
 * with the `sequence` and `distributed-tracing` extensions. Unknown attributes pass through.
 *
 * - `subject` is the stream. With `sequence` (its version, from 1) events of one subject take effect in that order;
 *   without, each takes effect as it comes and is deduplicated by `source` + `id`.
 * - `correlationid` is the id of the request that started it all.
 */
export const cloudEventSchema = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: oneLine(256),
    source: oneLine(256),
    type: oneLine(256),
    subject: oneLine(512).optional(),
    time: z.iso.datetime({ offset: true }),
    datacontenttype: z.literal('application/json').optional(),
    sequence: z
      .union([
        z.int(),
        z
          .string()
          .regex(/^\d{1,15}$/, 'must be a whole number')
          .transform(Number),
      ])
      .refine((version) => version > 0, 'must be 1 or more')
      .optional(),
    traceparent: oneLine(64).optional(),
    correlationid: oneLine(128).optional(),
    causationid: oneLine(256).optional(),
    data: z.unknown(),
  })
  .refine((event) => event.sequence === undefined || event.subject !== undefined, {
    message: 'is needed where there is a sequence',
    path: ['subject'],
  });

export type CloudEvent = z.output<typeof cloudEventSchema>;

/** Checks `input` against {@link cloudEventSchema}. Throws a `ZodError`. */
export function toCloudEvent(input: unknown): CloudEvent {
  return cloudEventSchema.parse(input);
}
