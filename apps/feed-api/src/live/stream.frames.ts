import type { ResetReason } from './stream.resume.js';

/** An event without its id and end: the same bytes for all who get it. */
export function eventBytes(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n`);
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
