import { z } from 'zod';

/** What AMQP allows in a property: id, source, type and correlation id each go into one. */
const MAX_ATTRIBUTE_BYTES = 255;

const oneLine = (maxBytes: number) =>
  z
    .string()
    .min(1)
    .regex(/^[^\p{Cc}]+$/u, 'must not hold control characters')
    .refine((text) => text.isWellFormed(), 'must not hold half of a character')
    .refine((text) => Buffer.byteLength(text) <= maxBytes, `must be ${maxBytes} bytes or less`);

/** Fifteen digits, as it stands on the wire. */
const MAX_SEQUENCE = 999_999_999_999_999;
/** As Postgres sees it. */
const OFFSET_TOO_FAR = /[+-](1[6-9]|2\d):/;

// Before and beyond, years need more than four digits or a sign in some time zone, and cursors would not fit.
function isPlausible(time: string): boolean {
  const year = new Date(time).getUTCFullYear();
  return year >= 1970 && year <= 9998;
}

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
    id: oneLine(MAX_ATTRIBUTE_BYTES),
    source: oneLine(MAX_ATTRIBUTE_BYTES),
    type: oneLine(MAX_ATTRIBUTE_BYTES),
    subject: oneLine(512).optional(),
    time: z.iso
      .datetime({ offset: true })
      .max(40)
      .refine(isPlausible, 'must be from 1970 to 9998')
      .refine((time) => !OFFSET_TOO_FAR.test(time), 'must be less than 16 hours from UTC'),
    datacontenttype: z.literal('application/json').optional(),
    sequence: z
      .union([
        z.int().max(MAX_SEQUENCE),
        z
          .string()
          .regex(/^\d{1,15}$/, 'must be a whole number')
          .transform(Number),
      ])
      .refine((version) => version > 0, 'must be 1 or more')
      .optional(),
    traceparent: oneLine(64).optional(),
    correlationid: oneLine(128).optional(),
    causationid: oneLine(MAX_ATTRIBUTE_BYTES).optional(),
    data: z.unknown(),
  })
  .refine((event) => event.sequence === undefined || event.subject !== undefined, {
    message: 'is needed where there is a sequence',
    path: ['subject'],
  });

export type CloudEvent = z.output<typeof cloudEventSchema>;

/** All of an event but its data. */
export type Envelope = {
  [Attribute in keyof CloudEvent as Attribute extends 'data' ? never : Attribute]: CloudEvent[Attribute];
};

/** Checks `input` against {@link cloudEventSchema}. Throws a `ZodError`. */
export function toCloudEvent(input: unknown): CloudEvent {
  return cloudEventSchema.parse(input);
}
