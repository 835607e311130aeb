import { isDeepStrictEqual } from 'node:util';
import type { CloudEvent } from '#lib/envelope';
import { acceptedEvents, type Evidence, keyOf, type LoggedEvent, type Violation } from './evidence.js';

/** Whether everything accepted is in the feed's log once and as it was, and nothing else is. */
export function judgeLog(evidence: Evidence): Violation[] {
  const accepted = Map.groupBy(acceptedEvents(evidence), keyOf);
  const logged = Map.groupBy(evidence.log, ({ source, eventId: id }) => keyOf({ source, id }));
  const found: Violation[] = [];
  for (const [key, [event, ...others]] of accepted) {
    const rows = logged.get(key) ?? [];
    if (others.length > 0)
      found.push({ verdict: 'doubled', what: `${key} is stored ${others.length + 1} times` });
    if (rows.length === 0)
      found.push({ verdict: 'lost', what: `${key} (${placeOf(event!)}) is not in the log` });
    if (rows.length > 1)
      found.push({ verdict: 'doubled', what: `${key} is in the log ${rows.length} times` });
    if (rows.some((row) => !isDeepStrictEqual(contentOf(row.event), contentOf(event!))))
      found.push({ verdict: 'differing', what: `${key} is in the log with another content` });
  }
  for (const key of logged.keys())
    if (!accepted.has(key))
      found.push({ verdict: 'unexpected', what: `${key} is in the log, and in no store` });
  return [...found, ...judgeMarks(evidence)];
}

/** Whether events of each stream took effect in its order, and without a hole. */
export function judgeOrder({ log }: Pick<Evidence, 'log'>): Violation[] {
  const ordered = log.filter(({ sequence }) => sequence !== undefined);
  const streams = Map.groupBy(ordered, ({ source, stream }) => `${source} ${stream}`);
  return [...streams].flatMap(([stream, rows]): Violation[] => {
    const inOrder = rows.toSorted((a, b) => a.position - b.position);
    const wrong = inOrder.find(({ sequence }, n) => sequence !== n + 1);
    if (!wrong) return [];
    const sequences = inOrder.map(({ sequence }) => sequence).join(' ');
    return [
      {
        verdict: 'disordered',
        what: `${stream} took effect in the order ${sequences}, see ${wrong.eventId}`,
      },
    ];
  });
}

function judgeMarks({ planted, waiting, log }: Evidence): Violation[] {
  const parked = waiting.filter(({ place }) => place === 'parked');
  const bodies = log.map((row): [LoggedEvent, string] => [row, JSON.stringify(row.event)]);
  return planted.marks.flatMap((mark): Violation[] => {
    const effective = bodies.find(([, text]) => text.includes(mark));
    if (effective)
      return [
        { verdict: 'unexpected', what: `${effective[0].eventId} took effect, and is poison (${mark})` },
      ];
    const isKept = parked.some(({ body }) => body?.includes(mark));
    return isKept ? [] : [{ verdict: 'lost', what: `the poison ${mark} is not parked` }];
  });
}

/** What a publisher says; what only tells of the way, such as the request, may be added. */
function contentOf({ id, source, type, subject, sequence, time, data }: CloudEvent): unknown {
  return JSON.parse(JSON.stringify([id, source, type, subject, sequence, Date.parse(time), data]));
}

const placeOf = ({ subject, sequence }: CloudEvent): string =>
  sequence === undefined ? 'of no order' : `number ${sequence} of ${subject}`;
