import fc from 'fast-check';
import { type Mutation, Raw } from './json.js';

const nested = (open: string, close: string, depth: number): Raw =>
  new Raw(open.repeat(depth) + close.repeat(depth));

/** Texts that a program trips over: half characters, NUL, other directions, other lengths. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0xd800, max: 0xdfff }), { minLength: 1, maxLength: 3 })
    .map((halves) => String.fromCharCode(...halves)),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\u202Eabc',
    '\u200B',
    '\uFEFFx',
    '\r\n',
    '__proto__',
    'constructor',
    'null',
    "'; DROP TABLE log; --",
    '%00',
    '../../etc/passwd',
    '{{7*7}}',
    '<script>',
    '.',
    '..',
    'NaN',
    '1.0',
    'x'.repeat(300),
    'я'.repeat(600),
    'x'.repeat(9_000),
    '👩‍👩‍👧‍👦'.repeat(50),
    'e\u0301'.repeat(200),
  ),
);

const hostileTime = fc.constantFrom(
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-11-20T10:00:00',
  '2026-11-20',
  '2026-11-20T10:00:00+15:59',
  '2026-11-20T10:00:00-23:59',
  '2026-11-20T23:59:60Z',
  `2026-11-20T10:00:00.${'1'.repeat(60)}Z`,
);

const hostileNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 999_999_999_999_999, 1_000_000_000_000_000),
  fc
    .constantFrom('1e400', '-0', '1'.repeat(400), '0.'.padEnd(400, '3'), '1E-400')
    .map((text) => new Raw(text)),
);

const hostileShape = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, {}, [], [[]], [null]),
  fc.constantFrom(30, 99, 100, 101, 5_000).map((depth) => nested('[', ']', depth)),
  fc.constantFrom(30, 5_000).map((depth) => new Raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  fc
    .constantFrom('{"__proto__":{"polluted":true}}', '{"a":1,"a":2}', '{"toJSON":1,"then":2}')
    .map((text) => new Raw(text)),
  fc.jsonValue({ depthSize: 'small' }),
);

/** Any JSON, and rather that which does harm. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileTime,
  hostileNumber,
  hostileShape,
);

/** One place of something changed for the worse. */
export const hostileMutation: fc.Arbitrary<Mutation> = fc.record(
  {
    what: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'add' as const),
    at: fc.nat(1_000),
    name: fc.oneof(fc.constantFrom('__proto__', 'extra', 'data_base64', 'time', 'toJSON', ''), hostileText),
    value: hostileValue,
  },
  { noNullPrototype: true },
);

/** Bytes that are hardly ever what they should be. `text` is what stands in them where it is cut or coated. */
export function hostileBytes(text: string): fc.Arbitrary<Buffer> {
  const whole = Buffer.from(text);
  return fc.oneof(
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 4, arbitrary: fc.nat(whole.length).map((end) => whole.subarray(0, end)) },
    {
      weight: 4,
      arbitrary: fc
        .nat(whole.length)
        .map((at) =>
          Buffer.concat([whole.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80]), whole.subarray(at)]),
        ),
    },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(0)) },
    { weight: 1, arbitrary: fc.constant(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), whole])) },
    { weight: 1, arbitrary: fc.constant(Buffer.from(text, 'utf16le')) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 1_000, max: 120_000 }), fc.nat(255))
        .map(([size, byte]) => Buffer.concat([whole, Buffer.alloc(size, byte)])),
    },
  );
}
