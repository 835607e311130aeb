import fc from 'fast-check';
import { hostileText } from '../hostile.js';

/** Each type that an AMQP table knows. Dates and numbers are written as amqplib wants them. */
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  // The client would write another character in the place of half a one.
  hostileText.map((text) => text.toWellFormed()),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(0, 2 ** 31, 2 ** 53, -1).map((value) => ({ '!': 'timestamp', value: Math.abs(value) })),
  fc
    .constantFrom(9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n)
    .map((value) => ({ '!': 'int64', value })),
  fc.nat(250).map((digits) => ({ '!': 'decimal', value: { digits, places: 3 } })),
  fc.constant('x'.repeat(10_000)),
);

/** Tables in tables in arrays. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 2, arbitrary: fc.array(leaf, { maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), leaf)
      .map(([depth, inner]) => Array.from({ length: depth }).reduce((nested) => ({ in: nested }), inner)),
  },
);

/**
 * Those that our side or the broker's reads. Not CC and BCC: the broker closes the channel over wrong ones. Nor an
 * attribute in both spellings: which of them is taken is open.
 */
const name = fc.oneof(
  fc.constantFrom('subject', 'amqp', 'x-death', 'x-first-death-queue', 'x-first-death-reason'),
  fc.constantFrom(
    'x-delivery-count',
    'cloudEvents_extra',
    'cloudEvents:extra',
    'cloudEvents_',
    'traceparent',
  ),
  fc.constantFrom('', 'constructor', 'toString', 'hasOwnProperty', 'ключ', 'x'.repeat(250)),
);

/** Headers that no publisher of ours sends. All of them fit into one frame of 128 KiB: AMQP has no way to send others. */
export const hostileHeaders: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(name, value), { minLength: 1, maxLength: 4 })
  .map((entries) => Object.fromEntries(entries));
