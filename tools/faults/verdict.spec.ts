import { describe, expect, it } from 'vitest';
import type { Sent } from './load/request.js';
import { type Finding, judge } from './verdict.js';
import { acceptedEvents, type Evidence, type LoggedEvent, type StoredEvent } from './verdict/evidence.js';
import { entryId, loggedAs, renaming, shownFrom, sound } from './verdict/sound-evidence.js';

const { stored } = sound;
const [, renamed] = stored as [StoredEvent, StoredEvent];
const [, renaming2] = sound.sent as [Sent, Sent];

const found = (change: Partial<Evidence>): string[] => judge({ ...sound, ...change }).map(inWords);
const inWords = ({ check, verdict, what }: Finding): string => `${check}: ${verdict}: ${what}`;
const without = <T>(items: readonly T[], gone: T): T[] => items.filter((item) => item !== gone);

describe('the verdict', () => {
  it('is ok when all is as it was promised', () => {
    expect(found({})).toEqual([]);
    expect(acceptedEvents(sound)).toHaveLength(3);
    expect(sound.shown.map(({ text, reactions }) => [text, reactions])).toContainEqual([
      'Anya joined as Lead',
      ['like 1 mine'],
    ]);
  });

  it('names a command that was accepted, and of which there is no trace', () => {
    const keys = sound.keys.filter(({ version, app }) => version !== 2 || app !== 'employee-registrar');
    expect(found({ keys })).toEqual([
      'commands: lost: request key-employee-registrar-2 was accepted, and nobody knows of it',
    ]);
  });

  it('names a command that was accepted, and whose event is not in its stream', () => {
    const rest = without(stored, renamed);
    const log = rest.map((event, n) => loggedAs(event, n + 1));
    const changes = without(sound.changes, sound.changes[1]!);
    expect(found({ stored: rest, log, changes, ...shownFrom(rest) })).toEqual([
      'commands: lost: employee/anna has 1 of the 2 events that key-employee-registrar-2 saw',
    ]);
  });

  it('names a command that was accepted, and did something else', () => {
    const sent = [{ ...renaming2, request: { ...renaming2.request, body: { name: 'Vera' } } }];
    expect(found({ sent })).toEqual([
      'commands: lost: request key-employee-registrar-2 was accepted, but employee/anna at 2 is not so',
    ]);
  });

  it('names a command that was done twice', () => {
    const twice: StoredEvent = { ...renamed, version: 3, published: 3, eventId: 'e-3' };
    expect(found({ stored: [...stored, twice] })[0]).toBe(
      'commands: doubled: request key-employee-registrar-2 has the events e-2, e-3',
    );
  });

  it('names a command that was refused and is recorded all the same', () => {
    const refused: Sent = { ...renaming2, outcome: 'refused', status: 404, code: 'not-found' };
    expect(found({ sent: [refused] })).toEqual([
      'commands: unexpected: request key-employee-registrar-2 was refused, but is event e-2',
    ]);
    // Sent before without an answer, it may have been done then.
    expect(found({ sent: [{ ...refused, unanswered: 1 }] })).toEqual([]);
  });

  it('names answers that contradict each other, that no one may give, and that never came', () => {
    const sent: Sent[] = [
      { ...renaming2, contradiction: 'A, then B' },
      { ...renaming2, key: 'x', outcome: 'refused', status: 422, code: 'idempotency-key-reused' },
      { ...renaming2, key: 'y', outcome: 'unanswered' },
    ];
    expect(found({ sent })).toEqual([
      'commands: differing: request key-employee-registrar-2, sent again, was answered A, then B',
      'commands: differing: request x was refused with 422 idempotency-key-reused',
      'commands: stuck: request y was not answered to the end',
    ]);
  });

  it('names an announcement that was accepted and is not stored', () => {
    const body = { source: '/canteen', id: 'soup' };
    const sent: Sent = {
      ...renaming2,
      request: { app: 'event-intake', method: 'POST', path: '/events', body },
    };
    expect(found({ sent: [sent] })).toEqual([
      'commands: lost: event /canteen soup of request key-employee-registrar-2 is not stored',
    ]);
  });

  it('names an event that is stored and not in the log', () => {
    expect(found({ log: sound.log.slice(0, -1) })).toEqual([
      `log: lost: /reactions e-1 (number 1 of reaction/${entryId}/boris) is not in the log`,
    ]);
  });

  it('names an event that is in the log twice, with another content, or out of nowhere', () => {
    const [first, second] = sound.log as [LoggedEvent, LoggedEvent];
    const other = { ...second, event: { ...second.event, data: { ...renaming, name: 'Vera' } } };
    const nowhere = { ...first, eventId: 'e-9', position: 9, sequence: undefined };
    expect(found({ log: [...sound.log, { ...second, position: 4 }] })[0]).toBe(
      'log: doubled: /employee-registrar e-2 is in the log 2 times',
    );
    expect(found({ log: sound.log.map((row) => (row === second ? other : row)) })).toEqual([
      'log: differing: /employee-registrar e-2 is in the log with another content',
    ]);
    expect(found({ log: [...sound.log, nowhere] })).toEqual([
      'log: unexpected: /employee-registrar e-9 is in the log, and in no store',
    ]);
  });

  it('names a stream whose events took effect in another order', () => {
    const [first, second, third] = sound.log as [LoggedEvent, LoggedEvent, LoggedEvent];
    const log = [{ ...second, position: 1 }, { ...first, position: 2 }, third];
    expect(found({ log })).toEqual([
      'order: disordered: /employee-registrar employee/anna took effect in the order 2 1, see e-2',
    ]);
  });
});
