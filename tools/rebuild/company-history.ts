import { randomUUID } from 'node:crypto';
import { type CloudEvent, encodeEvent } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { entryIdOf } from '#lib/read-model';

const BEGIN = Date.parse('2026-01-01T08:00:00Z');
const BETWEEN_MS = 20_000;

/** One person's year: hired, promoted, thanks somebody, every other one takes it back, and likes that somebody was hired. */
const EVENTS_OF_PERSON = 4.5;

/** {@link companyEvents} as the broker delivers them. */
export function* companyHistory(count: number): Generator<readonly Delivery[]> {
  for (const batch of companyEvents(count))
    yield batch.map((event) => ({ ...encodeEvent(event), redelivered: false }));
}

/** What a company does, `count` events of it and up to 8 more, in batches of about a thousand. */
export function* companyEvents(count: number): Generator<readonly CloudEvent[]> {
  let colleague: string = randomUUID();
  let colleaguesHire: string = randomUUID();
  const people = Math.ceil(count / EVENTS_OF_PERSON);
  let batch: CloudEvent[] = [];
  for (let n = 0; n < people; n++) {
    const person = randomUUID();
    const events = eventsOf(n, person, { colleague, colleaguesHire });
    batch.push(...events);
    [colleague, colleaguesHire] = [person, entryIdOf(events[0]!.source, events[0]!.id)];
    if (batch.length < 1_000 && n < people - 1) continue;
    yield batch;
    batch = [];
  }
}

function eventsOf(
  n: number,
  employeeId: string,
  { colleague, colleaguesHire }: { colleague: string; colleaguesHire: string },
): CloudEvent[] {
  const thanksId = randomUUID();
  const employee = { source: '/employee-registrar', subject: `employee/${employeeId}` };
  const thanks = { source: '/thanks', subject: `thanks/${thanksId}` };
  const reaction = { source: '/reactions', subject: `reaction/${colleaguesHire}/${employeeId}` };
  const happened = [
    {
      ...employee,
      sequence: 1,
      type: 'employee.hired.v1',
      data: { employeeId, name: `Person ${n}`, position: 'Engineer' },
    },
    {
      ...employee,
      sequence: 2,
      type: 'employee.position-changed.v1',
      data: { employeeId, position: 'Lead', previousPosition: 'Engineer' },
    },
    {
      ...thanks,
      sequence: 1,
      type: 'thanks.given.v1',
      data: { thanksId, from: employeeId, to: [colleague], message: 'Thank you!' },
    },
    { ...thanks, sequence: 2, type: 'thanks.taken-back.v1', data: { thanksId } },
    {
      ...reaction,
      sequence: 1,
      type: 'reaction.added.v1',
      data: { entryId: colleaguesHire, personId: employeeId, kind: 'like' },
    },
  ].filter(({ type }) => n % 2 === 0 || type !== 'thanks.taken-back.v1');
  return happened.map((event, step) => ({
    specversion: '1.0',
    id: randomUUID(),
    time: new Date(BEGIN + (n * EVENTS_OF_PERSON + step) * BETWEEN_MS).toISOString(),
    ...event,
  }));
}
