import { describe, expect, it } from 'vitest';
import {
  type CloudEvent,
  decodeMessage,
  encodeEvent,
  MalformedMessage,
  MAX_MESSAGE_BYTES,
  toCloudEvent,
} from './index.js';

const event: CloudEvent = {
  specversion: '1.0',
  id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  source: '/employee-registrar',
  type: 'employee.hired.v1',
  subject: 'employee/1',
  sequence: 3,
  time: '2026-11-20T10:00:00.000Z',
  correlationid: 'request-1',
  partnerid: 'an attribute of somebody else',
  data: { name: 'Анна 🎉' },
};

const message = (contentType: string | undefined, body: unknown, headers: Record<string, unknown> = {}) => ({
  contentType,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const faultOf = (wire: Parameters<typeof decodeMessage>[0]): MalformedMessage => {
  try {
    decodeMessage(wire);
  } catch (error) {
    if (error instanceof MalformedMessage) return error;
    throw error;
  }
  throw new Error('it was taken for an event');
};

describe('a message', () => {
  it('in structured mode comes back as the event that was sent', () => {
    const wire = encodeEvent(event);
    expect(wire.contentType).toBe('application/cloudevents+json');
    expect(decodeMessage(wire)).toEqual([event]);
  });

  it('writes the sequence as CloudEvents does, a string, and reads numbers too', () => {
    const sent = JSON.parse(encodeEvent(event).body.toString()) as CloudEvent;
    expect(sent.sequence).toBe('3');
    const [read] = decodeMessage(
      message('application/cloudevents+json; charset=utf-8', { ...event, sequence: 3 }),
    );
    expect(read!.sequence).toBe(3);
  });

  it.each([
    { sequence: 999_999_999_999_999 },
    { time: '1970-01-02T00:00:00+15:59' },
    { time: '2026-11-20T10:00:00.1234567890123456789Z' },
  ])('that is an event at all comes back: %o', (edge) => {
    const sent = toCloudEvent({ ...event, ...edge });
    expect(decodeMessage(encodeEvent(sent))).toEqual([sent]);
  });

  it.each([
    { sequence: 1_000_000_000_000_000 },
    { time: '2026-11-20T10:00:00+16:00' },
    { time: '2026-11-20T10:00:00-23:00' },
    { time: `2026-11-20T10:00:00.${'1'.repeat(40)}Z` },
  ])('is no event with what the database could not keep: %o', (beyond) => {
    expect(() => toCloudEvent({ ...event, ...beyond })).toThrow();
  });

  it('in batch mode holds several events, all or none', () => {
    const batch = [event, { ...event, id: 'b' }];
    expect(decodeMessage(message('application/cloudevents-batch+json', batch))).toEqual(batch);
    const fault = faultOf(message('application/cloudevents-batch+json', [event, { ...event, type: '' }]));
    expect(fault.message).toMatch(/event 1 of the batch[\s\S]*type/);
    expect(faultOf(message('application/cloudevents-batch+json', [])).code).toBe('event-invalid');
  });

  it.each(['cloudEvents_', 'cloudEvents:'])('in binary mode has its attributes in %s headers', (prefix) => {
    const { data, ...attributes } = event;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [prefix + name, value]),
    );
    const read = decodeMessage(message('application/json', data, { ...headers, other: 'x' }));
    expect(read).toEqual([{ ...event, datacontenttype: 'application/json' }]);
    const both = { ...headers, cloudEvents_id: event.id, 'cloudEvents:id': event.id };
    expect(decodeMessage(message('application/json', data, both))).toEqual(read);
    const contradicting = { ...both, [`${prefix}id`]: 'another' };
    expect(faultOf(message('application/json', data, contradicting)).message).toBe(
      'the attribute id comes twice, with different values',
    );
  });

  it.each([
    ['content-type-unknown', message('text/plain', 'hello')],
    ['content-type-unknown', message(undefined, event)],
    ['json-invalid', message('application/cloudevents+json', '{"id":')],
    [
      'json-invalid',
      { contentType: 'application/cloudevents+json', headers: {}, body: Buffer.from([0xff, 0xfe]) },
    ],
    ['event-invalid', message('application/cloudevents+json', { ...event, specversion: '0.3' })],
    ['event-invalid', message('application/cloudevents+json', { ...event, sequence: 0 })],
    ['event-invalid', message('application/cloudevents+json', { ...event, time: 'yesterday' })],
    ['event-invalid', message('application/cloudevents+json', { ...event, id: 'two\nlines' })],
    ['event-invalid', message('application/cloudevents+json', { ...event, subject: undefined })],
    ['event-invalid', message('application/cloudevents+json', { ...event, id: 'я'.repeat(128) })],
    ['event-invalid', message('application/cloudevents+json', { ...event, subject: 'employee/\ud800' })],
    ['event-invalid', message('application/cloudevents+json', { ...event, time: '0000-01-01T00:00:00Z' })],
    [
      'event-invalid',
      message('application/cloudevents+json', { ...event, time: '9999-12-31T23:59:59-12:00' }),
    ],
    ['json-invalid', message('application/cloudevents+json', '['.repeat(6_000) + ']'.repeat(6_000))],
    ['too-large', message('application/cloudevents+json', 'x'.repeat(MAX_MESSAGE_BYTES + 1))],
  ])('that is none is refused as %s', (code, wire) => {
    expect(faultOf(wire).code).toBe(code);
  });

  it('names every fault of an event', () => {
    const { message: text } = faultOf(
      message('application/cloudevents+json', { specversion: '1.0', id: '' }),
    );
    for (const attribute of ['id', 'source', 'type', 'time']) expect(text).toContain(`at ${attribute}`);
  });

  it('is not sent when it is too large to arrive', () => {
    expect(() => encodeEvent({ ...event, data: 'x'.repeat(MAX_MESSAGE_BYTES) })).toThrow('at most 65536');
  });
});
