import type { ResetReason } from './stream.resume.js';

/** An event without its id and end: the same bytes for all who get it. */
export function eventBytes(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n`);
}

const CRLF = '\r\n';

/**
 * What is written at once, as one piece: each piece is a call of the system here, and one more read for the reader. `chunked`:
 * framed as a chunk of an answer whose length is not known (RFC 9112, 7.1). Texts are ASCII.
 */
export function onePiece(parts: readonly (Buffer | string)[], chunked: boolean): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  const framed = chunked ? [`${length.toString(16)}${CRLF}`, ...parts, CRLF] : parts;
  const piece = Buffer.allocUnsafe(chunked ? length + framed[0]!.length + CRLF.length : length);
  let at = 0;
  for (const part of framed)
    at += typeof part === 'string' ? piece.write(part, at, 'latin1') : part.copy(piece, at);
  return piece;
}

/** For an event without an id. */
export const END = '\n';

export const idLine = (position: string): string => `id: ${position}\n\n`;

export const HEARTBEAT = ':\n\n';

/** What clients wait before they come back by themselves. */
export const retryLine = (ms: number): string => `retry: ${ms}\n`;

export const helloEvent = (hello: {
  readonly position: string;
  readonly resumed: boolean;
  readonly replayed: number;
  readonly heartbeatMs: number;
}): Buffer => eventBytes('hello', hello);

export const resetEvent = (reason: ResetReason, position: string): Buffer =>
  eventBytes('reset', { reason, position });

export const byeEvent = (reason: 'draining' | 'token-expired', retryMs: number): Buffer =>
  eventBytes('bye', { retryMs, reason });
