import fc from 'fast-check';
import { hostileBytes, hostileText } from '../hostile.js';
import { type Parts, type Then, withHeaders, written } from './request.js';

/** A request with something wrong. */
export interface Hostile {
  readonly bytes: Buffer;
  readonly method: string;
  readonly ending?: Then;
  readonly mayBeClosed?: true;
  readonly isRefused?: boolean;
}
export type Harm = (parts: Parts) => Hostile;

/** The request as it is written, unless something is said of it. */
export const whole = (parts: Parts, ending: Partial<Hostile> = {}): Hostile => ({
  bytes: written(parts),
  method: parts.method,
  ...ending,
});
/** For places that a line end would end. */
export const noLineEnds = hostileText.map((text) => text.replaceAll(/[\r\n]/g, ' '));
/** Said of what has no end: the caller says no more, and the server cannot know what was meant. */
export const CUT = { ending: 'says no more', mayBeClosed: true } as const;

export const hostileTarget: fc.Arbitrary<Harm> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        '%',
        '%E0%A4%A',
        '%00',
        '%2e%2e/',
        '..',
        '//',
        '\\',
        '%ff',
        ';x',
        '?',
        '#',
        '/'.repeat(300),
      ),
      fc.constantFrom(
        'x'.repeat(600),
        '%41'.repeat(400),
        'x'.repeat(12_000),
        '*',
        '{id}',
        ':id',
        '__proto__',
      ),
      noLineEnds.map((text) => encodeURIComponent(text.toWellFormed())),
      noLineEnds,
    ),
    fc.constantFrom('after', 'before', 'instead', 'absolute'),
  )
  .map(([text, where]) => (parts) => {
    const { target } = parts;
    const targets = {
      after: target + text,
      before: `/${text}${target}`,
      instead: text,
      absolute: `http://x${target}${text}`,
    };
    return whole({ ...parts, target: targets[where as keyof typeof targets] });
  });

const METHODS = [
  'get',
  'PROPFIND',
  'TRACE',
  'HEAD',
  'OPTIONS',
  'PUT',
  'DELETE',
  'PATCH',
  'QUERY',
  'FOO',
  'CONNECT',
  'PRI',
];

export const hostileMethod: fc.Arbitrary<Harm> = fc
  .oneof({ weight: 6, arbitrary: fc.constantFrom(...METHODS) }, { weight: 1, arbitrary: noLineEnds })
  .map((method) => (parts) => whole({ ...parts, method }));

const REQUEST_ID = 'X-Request-Id';
const NAMES = [
  'Host',
  'Expect',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Accept-Language',
  'Accept',
  REQUEST_ID,
  'Content-Type',
  'Content-Encoding',
  'Connection',
  'Upgrade',
  'Range',
  'Cookie',
  'traceparent',
  '__proto__',
  'constructor',
  'ce-id',
  'ce-time',
  'X-Forwarded-For',
  'Authorization',
  'Date',
  'TE',
];
const VALUES = [
  '',
  '*',
  '"1"',
  '"',
  'W/"1"',
  '"999999999999999"',
  '-1',
  'ru;q=2, *;q=0',
  'x;q=,;;',
  'en-'.repeat(900),
  'nothing',
];

export const hostileHeader: fc.Arbitrary<Harm> = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.oneof(fc.constantFrom(...VALUES), noLineEnds),
    fc.constantFrom('instead', 'instead', 'instead', 'twice', 'never', 'folded', 'long', 'many', 'bytes'),
  )
  .map(([name, text, how]) => (parts) => {
    const { headers } = parts;
    // By it is told what came of a request: each keeps one of its own.
    const [, own = ''] = headers.find(([other]) => other === name && name === REQUEST_ID) ?? [];
    const value = text + own;
    if (how === 'never') return whole({ ...parts, headers: headers.filter(([other]) => other !== name) });
    if (how === 'twice') return whole({ ...parts, headers: [...headers, [name, value], [name, 'other']] });
    if (how === 'folded') return whole(withHeaders(parts, [name, `${value}\r\n folded`]));
    if (how === 'long') return whole(withHeaders(parts, [name, 'x'.repeat(30_000)]));
    if (how === 'many')
      return whole({
        ...parts,
        headers: [...headers, ...Array.from({ length: 1_500 }, (_, i) => [`x-${i}`, ''] as const)],
      });
    return whole(withHeaders(parts, [name, how === 'bytes' ? `\x01\x7f\xff${value}` : value]));
  });

/** Callers that go before they have, or before they have heard, all. */
export const halfRequest: fc.Arbitrary<Harm> = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  .map(([share, hangsUp]) => (parts) => {
    const bytes = written(parts);
    const cut = bytes.subarray(0, Math.floor(bytes.length * share));
    return whole(parts, { bytes: cut, ending: hangsUp ? 'hangs up' : 'says no more', mayBeClosed: true });
  });

export const noRequest: fc.Arbitrary<Harm> = hostileBytes('GET / HTTP/1.1\r\nHost: x\r\n\r\n').map(
  (bytes) => (parts) => whole(parts, { bytes, method: 'none', ...CUT }),
);

export const noHarm: fc.Arbitrary<Harm> = fc.constant((parts) => whole(parts));
