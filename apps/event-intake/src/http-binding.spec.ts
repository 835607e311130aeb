import { describe, expect, it } from 'vitest';
import {
  BATCH,
  binary,
  correlationid,
  event,
  faultsOf,
  refusalOf,
  sent,
  STRUCTURED,
} from '../test/events-request.js';
import { type EventsRequest, readEvents } from './http-binding.js';

const eventsOf = (request: EventsRequest) => readEvents(request).map((incoming) => incoming.event);

describe('a request', () => {
  it('in structured mode is one event', () => {
    expect(eventsOf(sent(STRUCTURED, event))).toEqual([{ ...event, correlationid }]);
    expect(eventsOf(sent('Application/CloudEvents+JSON; charset=UTF-8', event))).toHaveLength(1);
  });

  it('in batch mode is several events, in their order', () => {
    const other = { ...event, id: 'menu-18' };
    expect(eventsOf(sent(BATCH, [event, other])).map(({ id }) => id)).toEqual(['menu-17', 'menu-18']);
  });

  it('in binary mode has the attributes in headers and the data as body', () => {
    const expected = {
      ...event,
      sequence: 3,
      subject: 'menu',
      datacontenttype: 'application/json',
      correlationid,
    };
    expect(eventsOf(binary({ sequence: '3', subject: 'menu' }))).toEqual([expected]);
    expect(eventsOf(binary({}, event.data, 'application/json; charset=utf-8'))).toHaveLength(1);
  });

  it('is structured where its content type says so, whatever its headers say', () => {
    expect(eventsOf(sent(STRUCTURED, event, { 'ce-id': 'other' }))[0]!.id).toBe('menu-17');
  });

  it.each([
    ['Caf%C3%A9%20%25', 'Café %'],
    ['"quoted \\"menu\\" \\\\ 17"', 'quoted "menu" \\ 17'],
    ['a "b" c', 'a b c'],
  ])('has %s in a header for %s', (written, meant) => {
    expect(eventsOf(binary({ subject: written }))[0]!.subject).toBe(meant);
  });

  it.each(['50%', '%FF', 'Café', 'tab\there'])(
    'is refused with %j in a header, which is not encoded',
    (written) => {
      expect(faultsOf(binary({ subject: written, id: written }))).toEqual([
        ['ce-id', 'format'],
        ['ce-subject', 'format'],
      ]);
    },
  );

  it.each([
    ['plain JSON', sent('application/json', event)],
    ['another kind of JSON', sent('application/vnd.canteen+json', event)],
    ['nothing', sent(undefined, undefined)],
  ])('that is %s says what to send instead', (_, request) => {
    expect(refusalOf(request)).toMatchObject({ status: 415, code: 'content-type-unsupported' });
    expect(refusalOf(request).message).toContain(
      `${STRUCTURED}, ${BATCH}, or application/json with ce- headers`,
    );
  });
});

describe('the attributes of an event', () => {
  it('pass through where they are unknown here', () => {
    expect(eventsOf(sent(STRUCTURED, { ...event, weekday: 'friday', prio: 3 }))).toMatchObject([
      { weekday: 'friday', prio: 3 },
    ]);
    expect(eventsOf(binary({ weekday: 'friday' }))).toMatchObject([{ weekday: 'friday' }]);
  });

  it("keep the publisher's correlation id", () => {
    expect(eventsOf(sent(STRUCTURED, { ...event, correlationid: 'theirs' }))).toMatchObject([
      { correlationid: 'theirs' },
    ]);
  });

  it('are absent where they are null', () => {
    const [read] = eventsOf(sent(STRUCTURED, { ...event, subject: null, sequence: null }));
    expect(read).toEqual({ ...event, correlationid });
  });
});
