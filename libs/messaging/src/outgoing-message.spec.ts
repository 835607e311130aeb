import { expect, test } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { outgoingMessage } from './outgoing-message.js';

const event: CloudEvent = {
  specversion: '1.0',
  id: 'id-1',
  source: '/thanks',
  type: 'thanks.given.v1',
  time: '2026-01-02T03:04:05Z',
  data: {},
};

test('what partitions hash on is the subject, and something of its own for an event without one', () => {
  expect(outgoingMessage({ ...event, subject: 'thanks/1' }).headers).toEqual({ subject: 'thanks/1' });
  const without = outgoingMessage(event);
  expect(without.headers).toEqual({ subject: '/thanks id-1' });
  expect(JSON.parse(without.body.toString())).not.toHaveProperty('subject');
});

test('attributes that are not there make no headers', () => {
  const full = {
    ...event,
    subject: 's',
    sequence: 3,
    traceparent: 't',
    correlationid: 'c',
    causationid: 'b',
  };
  expect(outgoingMessage(full).headers).toEqual({
    subject: 's',
    sequence: 3,
    traceparent: 't',
    correlationid: 'c',
    causationid: 'b',
  });
});

test('over 64 KiB it is too large', () => {
  expect(() => outgoingMessage({ ...event, data: 'x'.repeat(65_536) })).toThrow(
    expect.objectContaining({ name: 'PublishFailed', reason: 'too-large' }),
  );
});
