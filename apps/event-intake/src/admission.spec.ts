import { describe, expect, it } from 'vitest';
import { encodeEvent, MAX_MESSAGE_BYTES, toCloudEvent } from '#lib/envelope';
import { admit } from './admission.js';
import { inBody, type IncomingEvent, inHeaders } from './incoming-event.js';
import { Refusal } from './refusal.js';

const event = toCloudEvent({
  specversion: '1.0',
  id: 'menu-17',
  source: '/canteen',
  type: 'announcement.posted.v1',
  time: '2026-11-20T10:00:00Z',
  data: { text: { en: 'Soup' } },
});
const one = (change: object, at = inBody()): IncomingEvent => ({ event: { ...event, ...change }, at });
/** By the source of the first one. */
const refusalOf = (...events: IncomingEvent[]) => {
  try {
    admit(events, events[0]!.event.source);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('they were admitted');
};
const placesOf = ({ faults }: Refusal) => faults.map(({ pointer, header }) => pointer ?? header);

describe('an event of somebody else', () => {
  it('is admitted where its contract is open to all', () => {
    expect(() => admit([one({})], '/canteen')).not.toThrow();
    expect(() =>
      admit([one({ data: { ...(event.data as object), mood: 'good' } })], '/canteen'),
    ).not.toThrow();
  });

  it('is refused when no contract has its type', () => {
    const refusal = refusalOf(one({}, inBody(0)), one({ type: 'menu.changed.v1' }, inBody(1)));
    expect(refusal).toMatchObject({ status: 422, code: 'type-unknown' });
    expect(refusal.faults).toEqual([
      { pointer: '#/1/type', code: 'unknown', detail: 'menu.changed.v1 is not known' },
    ]);
  });

  it.each([
    ['an announcement under a name like one of ours', '/Thanks', 'announcement.posted.v1'],
    ['an announcement under a name that hides something', '/\u202Ecanteen', 'announcement.posted.v1'],
    ['an event of a source of ours', '/canteen', 'employee.hired.v1'],
    ['an announcement in the name of a source of ours', '/employee-registrar', 'announcement.posted.v1'],
    ['an announcement in such a name without its slash', 'thanks', 'announcement.posted.v1'],
    ['an event of a source of ours in its name', '/employee-registrar', 'employee.hired.v1'],
  ])('is refused as %s', (_, source, type) => {
    const refusal = refusalOf(one({ source, type }));
    expect(refusal).toMatchObject({ status: 403, code: 'source-not-allowed' });
    expect(refusal.faults).toMatchObject([{ pointer: '#/source', code: 'not-allowed' }]);
  });

  it.each(['/payroll', '/canteen/menu', '/cantee', 'canteen'])(
    'is refused in the name of another source: %s',
    (source) => {
      const refusal = refusalOf(one({}, inBody(0)), one({ source }, inBody(1)));
      expect(refusal).toMatchObject({ status: 403, code: 'source-not-allowed' });
      expect(placesOf(refusal)).toEqual(['#/1/source']);
    },
  );

  it('is refused when its data breaks the contract, with every fault and its place', () => {
    const data = { text: { en: '' }, link: 'ftp://canteen', audience: [] };
    const refusal = refusalOf(one({}, inBody(0)), one({ data }, inBody(1)), one({ data: {} }, inBody(2)));
    expect(refusal).toMatchObject({ status: 422, code: 'contract-violated' });
    expect(placesOf(refusal)).toEqual([
      '#/1/data/text/en',
      '#/1/data/link',
      '#/1/data/audience',
      '#/2/data/text',
    ]);
    expect(refusal.faults.at(-1)).toMatchObject({ code: 'required' });
    expect(placesOf(refusalOf(one({ data: { text: { en: 1 } } }, inHeaders)))).toEqual(['#/text/en']);
    expect(placesOf(refusalOf(one({ data: undefined })))).toEqual(['#/data']);
  });

  it('names the member whose name breaks the contract, and why', () => {
    expect(refusalOf(one({ data: { text: { English: 'Soup' } } })).faults).toEqual([
      {
        pointer: '#/data/text/English',
        code: 'invalid-key',
        detail: 'must be a language tag, e.g. en or pt-BR',
      },
    ]);
  });

  it('is refused when it is larger than a message may be, to the byte', () => {
    const room = MAX_MESSAGE_BYTES - encodeEvent({ ...event, padding: '' }).body.byteLength;
    expect(() => admit([one({ padding: 'x'.repeat(room) })], '/canteen')).not.toThrow();
    const refusal = refusalOf(one({}, inBody(0)), one({ padding: 'x'.repeat(room + 1) }, inBody(1)));
    expect(refusal).toMatchObject({ status: 413, code: 'event-too-large' });
    expect(placesOf(refusal)).toEqual(['#/1']);
  });
});
