import { describe, expect, it } from 'vitest';
import { toCloudEvent } from '#lib/envelope';
import type { RecordedEvent } from '#lib/event-store';
import { eventIdOf, isRecordOf, toAppend } from './foreign-event.mapper.js';

const event = toCloudEvent({
  specversion: '1.0',
  id: 'menu-17',
  source: '/canteen',
  type: 'announcement.posted.v1',
  subject: 'menu',
  sequence: 2,
  time: '2026-11-20T10:00:00+03:00',
  weekday: 'friday',
  data: { text: { en: 'Soup' }, price: -0 },
});
const { data, ...envelope } = event;

/** As it comes back from the database. */
const recorded = (): RecordedEvent => {
  const { stream, events, meta, occurredAt } = toAppend(event, 'request-1');
  const stored = JSON.parse(JSON.stringify({ ...events[0]!, meta })) as RecordedEvent;
  return { ...stored, stream, version: 1, published: 1, occurredAt: occurredAt! };
};

describe('an event of somebody else', () => {
  it('is recorded with all its attributes, in the stream that stands for its own', () => {
    expect(toAppend(event, 'request-1')).toEqual({
      stream: '/canteen menu',
      events: [{ id: eventIdOf(event), type: 'announcement.posted.v1', data }],
      occurredAt: new Date('2026-11-20T07:00:00Z'),
      meta: { requestId: 'request-1', envelope },
    });
  });

  it('has a stream for itself when it has no subject', () => {
    const { subject: _, sequence: __, ...alone } = event;
    expect(toAppend(alone, undefined)).toMatchObject({
      stream: '/canteen menu-17',
      meta: { envelope: { id: 'menu-17' } },
    });
  });

  it('is known by source and id together', () => {
    expect(eventIdOf({ ...event, data: {} })).toBe(eventIdOf(event));
    const others = [{ source: '/gym' }, { id: 'menu-18' }, { source: '/canteen"', id: 'enu-17' }];
    const ids = others.map((other) => eventIdOf({ ...event, ...other }));
    expect(new Set([...ids, eventIdOf(event)]).size).toBe(4);
  });

  it('is the recorded one when its content is the same', () => {
    expect(isRecordOf(recorded(), event)).toBe(true);
    const again = {
      ...event,
      correlationid: 'request-2',
      traceparent: '00-a-b-01',
      time: '2026-11-20T07:00:00.000Z',
      data: { price: 0, text: { en: 'Soup' } },
    };
    expect(isRecordOf(recorded(), again)).toBe(true);
  });

  it.each([
    { type: 'announcement.posted.v2' },
    { subject: 'soups' },
    { sequence: 3 },
    { sequence: undefined },
    { time: '2026-11-20T10:00:01+03:00' },
    { data: { text: { en: 'Soup' }, price: 1 } },
    { data: { text: { en: 'Soup' } } },
  ])('is another one with %j', (change) => {
    expect(isRecordOf(recorded(), { ...event, ...change })).toBe(false);
  });
});
