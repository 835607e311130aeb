import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Query, SOURCES } from '../../faults/verdict/session.js';
import { CHUNK } from '../drawn.js';
import type { Judgement } from '../messages/judge-message.js';
import type { Reply } from './send.js';
import type { Request } from './request.js';
import { eventIdsOf, requestIdOf } from './sound-requests.js';

/** What was answered to a request that may have changed something. */
export interface Answered {
  readonly n: number;
  readonly kind: string;
  /** None if there was no answer. */
  readonly status?: number;
  /** Under which it was done. */
  readonly requestId: string;
  /** Ids of events that it was said to have brought. */
  readonly accepted?: readonly string[];
}

/** What is there of a request. */
export interface Effects {
  /** Events of it in the stores of sources. */
  readonly stored: number;
  /** Rows of it in the feed's log. */
  readonly logged: number;
  /** Of the events that it brought, which are in the log. */
  readonly brought: readonly string[];
  /** And which are parked, because a message on another way brought another event under the same id. */
  readonly reused: readonly string[];
}

/** Indexes that a run needs beside those of the messages. */
export const INDEXES = Object.values(SOURCES).map(
  (schema) => `CREATE INDEX IF NOT EXISTS malformed_asked ON ${schema}.events ((meta ->> 'requestId'))`,
);

const COUNTED = `
  SELECT asked, (SELECT count(*)::int FROM feed.log WHERE request_id = asked) AS logged,
         ${Object.values(SOURCES)
           .map((schema) => `(SELECT count(*)::int FROM ${schema}.events WHERE meta ->> 'requestId' = asked)`)
           .join(' + ')} AS stored
    FROM unnest($1::text[]) AS asked`;

const BROUGHT = `
  SELECT event_id AS id, false AS reused FROM feed.log WHERE event_id = ANY ($1)
  UNION SELECT event_id, true FROM feed.parked WHERE event_id = ANY ($1) AND reason = 'id-reused'`;

const namesOf = ({ n, accepted = [] }: Answered): string[] => [...eventIdsOf(n), ...accepted];

/** What it does for its readers is no event. */
const RECORDS_NOTHING = 'feed-api';

/** One line to keep until the feed has settled; none for what can record nothing. */
export function answeredOf({ n, kind, app, method }: Request, reply: Reply): Answered | undefined {
  if (method === 'GET' || method === 'HEAD' || app === RECORDS_NOTHING) return undefined;
  if (!('answer' in reply)) return { n, kind, requestId: requestIdOf(n) };
  const { status, headers, body } = reply.answer;
  const accepted = status === 202 ? acceptedIn(body) : undefined;
  return {
    n,
    kind,
    status,
    requestId: headers['x-request-id'] ?? requestIdOf(n),
    ...(accepted && { accepted }),
  };
}

function acceptedIn(body: Buffer): string[] {
  const { accepted = [] } = JSON.parse(body.toString()) as { accepted?: { id: string }[] };
  return accepted.map(({ id }) => id);
}

/**
 * What was answered 2xx is in the feed once, and what was refused is nowhere. What was not answered may be either, but
 * never recorded without being in the feed.
 */
export function judgeEffects(
  { status, accepted }: Answered,
  { stored, logged, brought, reused }: Effects,
): Judgement {
  if (stored > logged + reused.length)
    return { fault: `lost: ${stored} events are recorded, ${logged} are in the feed` };
  if (logged > stored) return { fault: `doubled: ${stored} events are recorded, ${logged} are in the feed` };
  if (status === undefined)
    return { outcome: stored > 0 ? 'not heard, and done' : 'not heard, and not done' };
  if (status >= 400)
    return stored + brought.length > 0
      ? { fault: `refused with ${status}, and done` }
      : { outcome: 'refused, not done' };
  const missing = accepted?.filter((id) => !brought.includes(id) && !reused.includes(id)) ?? [];
  if (missing.length > 0) return { fault: `lost: ${missing.join(', ')} was accepted` };
  if (status === 201 && stored !== 1) return { fault: `answered 201, and ${stored} events are recorded` };
  if (reused.length > 0) return { outcome: 'accepted, and parked: its id was taken' };
  return { outcome: stored > 0 || brought.length > 0 ? 'done, and in the feed' : 'nothing to do' };
}

/** Reads answers in stretches, as they were written down, with what is there of each. */
export async function* effectsOf(file: string, query: Query): AsyncGenerator<readonly [Answered, Effects]> {
  for await (const all of stretchesOf(file)) {
    const ids = all.map(({ requestId }) => requestId);
    const counted = await query<{ asked: string; logged: number; stored: number }>(COUNTED, [ids]);
    const byId = new Map(counted.map((row) => [row.asked, row]));
    const rows = await query<{ id: string; reused: boolean }>(BROUGHT, [all.flatMap(namesOf)]);
    const idsOf = (isReused: boolean) =>
      new Set(rows.filter(({ reused }) => reused === isReused).map(({ id }) => id));
    const [there, parked] = [idsOf(false), idsOf(true)];
    for (const answered of all) {
      const { stored = 0, logged = 0 } = byId.get(answered.requestId) ?? {};
      yield [
        answered,
        {
          stored,
          logged,
          brought: namesOf(answered).filter((id) => there.has(id)),
          reused: (answered.accepted ?? []).filter((id) => parked.has(id)),
        },
      ];
    }
  }
}

async function* stretchesOf(file: string): AsyncGenerator<Answered[]> {
  let stretch: Answered[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    stretch.push(JSON.parse(line) as Answered);
    if (stretch.length < CHUNK) continue;
    yield stretch;
    stretch = [];
  }
  if (stretch.length > 0) yield stretch;
}
