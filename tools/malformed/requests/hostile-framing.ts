import fc from 'fast-check';
import { CUT, type Harm, whole } from './hostile-parts.js';
import { type Parts, withHeaders, written } from './request.js';

const FRAMINGS: readonly Harm[] = [
  (parts) => whole(withHeaders(parts, ['Content-Length', String(parts.body.length + 7)]), CUT),
  (parts) => whole(withHeaders(parts, ['Content-Length', '2'])),
  ...['-1', 'NaN', '1e3', '99999999999999999999', '0x10', '1, 2', ' ', '+3'].map(
    (length): Harm =>
      (parts) =>
        whole(withHeaders(parts, ['Content-Length', length]), CUT),
  ),
  (parts) =>
    whole({ ...parts, headers: [...parts.headers, ['Content-Length', '1'], ['Content-Length', '2']] }),
  (parts) =>
    whole(
      { ...parts, headers: [...parts.headers, ['Content-Length', '5'], ['Transfer-Encoding', 'chunked']] },
      CUT,
    ),
  ...['gzip', 'chunked, gzip', 'chunked, chunked', 'xchunked', 'identity'].map(
    (coding): Harm =>
      (parts) =>
        whole(chunked(parts, coding), CUT),
  ),
  (parts) => whole(chunked(parts, 'chunked')),
  (parts) => whole({ ...chunked(parts, 'chunked'), body: Buffer.from('zz\r\nx\r\n') }, CUT),
  (parts) => whole({ ...chunked(parts, 'chunked'), body: Buffer.from('ffffffffffffffffff\r\nx') }, CUT),
  ...['HTTP/1.0', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/x', '', 'http/1.1'].map(
    (version): Harm =>
      (parts) =>
        whole({ ...parts, version }, CUT),
  ),
  (parts) =>
    whole({ ...parts, headers: [...parts.headers, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']] }),
  (parts) => whole({ ...parts, headers: [['bad name', 'x'], ...parts.headers] }, CUT),
  // Two on one connection, of which the second is none: the first keeps its own answer.
  (parts) => {
    const kept = withHeaders(parts, ['Connection', 'keep-alive']);
    return whole(kept, { bytes: Buffer.concat([written(kept), Buffer.from('EHLO there\r\n\r\n')]) });
  },
];

function chunked(parts: Parts, coding: string): Parts {
  const headers = parts.headers.filter(([name]) => name !== 'Content-Length');
  const { body } = parts;
  const chunk =
    body.length === 0 ? [] : [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')];
  return {
    ...parts,
    headers: [...headers, ['Transfer-Encoding', coding]],
    body: Buffer.concat([...chunk, Buffer.from('0\r\n\r\n')]),
  };
}

export const hostileFraming: fc.Arbitrary<Harm> = fc.constantFrom(...FRAMINGS);
