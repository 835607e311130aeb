import { entryIdOf } from '#lib/read-model';
import type { Sent } from '../load/request.js';
import { type Evidence, type LoggedEvent, publishedForm, type StoredEvent } from './evidence.js';
import { fold } from './fold.js';
import { pagesOf } from './pages.js';
import { toProjection } from './projection.js';

const occurredAt = '2026-11-20T10:00:00.000Z';
export const entryId = entryIdOf('/employee-registrar', 'e-1');
const source = (app: string, stream: string, version: number, type: string, data: object): StoredEvent => ({
  app,
  stream,
  version,
  published: version,
  eventId: `e-${version}`,
  type,
  data,
  requestId: `key-${app}-${version}`,
  envelope: undefined,
  occurredAt,
});
export const renaming = { employeeId: 'anna', name: 'Anya', previousName: 'Anna' };
const liking = { entryId, personId: 'boris', kind: 'like' };
const stored: readonly StoredEvent[] = [
  source('employee-registrar', 'employee/anna', 1, 'employee.hired.v1', {
    employeeId: 'anna',
    name: 'Anna',
    position: 'Lead',
  }),
  source('employee-registrar', 'employee/anna', 2, 'employee.renamed.v1', renaming),
  source('reactions', `reaction/${entryId}/boris`, 1, 'reaction.added.v1', liking),
];
const [hired, renamed, liked] = stored as [StoredEvent, StoredEvent, StoredEvent];

const accepted = (event: StoredEvent, path: string, body?: object): Sent => ({
  key: event.requestId!,
  request: { app: event.app, method: body ? 'POST' : 'PUT', path, body },
  outcome: 'accepted',
  status: 200,
  answer: { version: event.version },
  unanswered: 0,
});
export const loggedAs = (event: StoredEvent, position: number): LoggedEvent => {
  const { source: from, id, type, subject, sequence } = publishedForm(event);
  return {
    position,
    source: from,
    eventId: id,
    type,
    stream: subject,
    sequence,
    event: publishedForm(event),
  };
};

/** A system in which all is as it was promised. */
export const sound: Evidence = {
  sent: [
    accepted(hired, '/employees', { id: 'anna', name: 'Anna', position: 'Lead' }),
    accepted(renamed, '/employees/anna/name', { name: 'Anya' }),
    accepted(liked, `/feed/${entryId}/reactions/like`),
  ],
  stored,
  keys: stored.map(({ app, requestId, stream, version }) => ({ app, key: requestId!, stream, version })),
  log: stored.map((event, n) => loggedAs(event, n + 1)),
  waiting: [],
  changes: [
    { position: 1, entryId, kind: 'added' },
    { position: 2, entryId: entryIdOf('/employee-registrar', 'e-2'), kind: 'added' },
    { position: 3, entryId, kind: 'reacted' },
  ],
  positionsRead: [1, 2, 3],
  reader: 'boris',
  planted: { events: [], marks: [] },
  ...shownFrom(stored),
};

export function shownFrom(events: readonly StoredEvent[]): Pick<Evidence, 'projection' | 'shown'> {
  const folded = fold(events.map(publishedForm));
  return { projection: toProjection(folded), shown: pagesOf(folded, 'boris') };
}
