import { expect, it } from 'vitest';
import { presentEvent } from './present-history.js';

const row = {
  event_id: 'e-1',
  type: 'menu.changed.v1',
  source: '/canteen/menu',
  sequence: null,
  occurred_at: new Date('2026-11-20T10:00:00Z'),
  received_at: new Date('2026-11-20T10:00:01Z'),
  request_id: null,
  traceparent: null,
  by: null,
};
const traced = (traceparent: string) => presentEvent({ ...row, traceparent }).traceId;

it('leaves out what an event does not tell', () => {
  expect(presentEvent(row)).toEqual({
    id: 'e-1',
    type: 'menu.changed.v1',
    source: 'canteen/menu',
    occurredAt: '2026-11-20T10:00:00.000Z',
    receivedAt: '2026-11-20T10:00:01.000Z',
  });
});

it('takes the trace out of what a publisher sent, whatever that is', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  expect(traced(`00-${trace}-00f067aa0ba902b7-01`)).toBe(trace);
  expect(traced(`cc-${trace}-00f067aa0ba902b7-01-of-later`)).toBe(trace);
  for (const none of [
    '',
    trace,
    `00-${trace}-00f067aa0ba902b7-01x`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
  ])
    expect(traced(none)).toBeUndefined();
  expect(traced(`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`)).toBeUndefined();
});
