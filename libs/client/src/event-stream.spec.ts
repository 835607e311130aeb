import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventStreamParser, type Frame } from './event-stream.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function framesOf(...chunks: readonly Uint8Array[]): Frame[] {
  const parser = new EventStreamParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

const read = (text: string): Frame[] => framesOf(bytesOf(text));

describe('an event stream', () => {
  it('is read frame by frame', () => {
    expect(read(': hello\nevent: a\nid: 1\ndata: {"b":\ndata:  2}\n\ndata:c\n\n')).toEqual([
      { id: '1', event: 'a', data: '{"b":\n 2}' },
      { id: '1', event: 'message', data: 'c' },
    ]);
  });

  it('moves the id with a frame of an id alone, and with that only', () => {
    expect(read('id: 7\n\n: nothing\n\nevent: b\n\n')).toEqual([{ id: '7', event: '', data: undefined }]);
    expect(read('id: 7\0\ndata\n\n')).toEqual([{ id: '', event: 'message', data: '' }]);
    expect(read('id: 7\ndata: a\n\nid\ndata: b\n\n').map(({ id }) => id)).toEqual(['7', '']);
  });

  it('has no frame before its empty line', () => {
    expect(read('event: a\nid: 1\ndata: b\n')).toEqual([]);
  });

  it('may begin with a byte order mark, once', () => {
    expect(read('\uFEFFdata: a\n\n\uFEFFdata: b\n\n')).toEqual([{ id: '', event: 'message', data: 'a' }]);
  });

  it('says when to come back, in digits', () => {
    const parser = new EventStreamParser();
    parser.push(bytesOf('retry: 2000\n'));
    expect(parser.retryMs).toBe(2000);
    parser.push(bytesOf('retry: -1\nretry: soon\nretry:\n'));
    expect(parser.retryMs).toBe(2000);
  });

  const field = fc.constantFrom('data', 'event', 'id', 'retry', '', 'other', 'data: ', 'id:', '\uFEFFdata');
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('1', ' x', 'é', '😀', ':'),
  );
  const lineEnd = fc.constantFrom('\n', '\r', '\r\n');
  const line = fc.tuple(field, text, lineEnd).map(([name, value, end]) => `${name}:${value}${end}`);
  const stream = fc.array(fc.oneof({ weight: 2, arbitrary: line }, lineEnd), { maxLength: 30 });
  const rubbish = fc.uint8Array({ maxLength: 60 });
  const bytes = fc.oneof(
    stream.map((lines) => bytesOf(lines.join(''))),
    rubbish,
  );

  it('is the same wherever it is cut', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(200), { maxLength: 12 }), (whole, cuts) => {
        const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].toSorted(
          (a, b) => a - b,
        );
        const chunks = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        expect(framesOf(...chunks)).toEqual(framesOf(whole));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same byte by byte, whatever ends its lines', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(field, text), { maxLength: 20 }), (fields) => {
        const lines = fields.map(([name, value]) => `${name}:${value.replaceAll(/[\r\n]/g, '')}`);
        const [lf = [], ...others] = ['\n', '\r', '\r\n'].map((end) => {
          const whole = bytesOf(lines.map((one) => one + end + (one.length % 3 === 0 ? end : '')).join(''));
          return framesOf(...[...whole].map((byte) => Uint8Array.of(byte)));
        });
        expect(others).toEqual([lf, lf]);
      }),
    );
  });
});
