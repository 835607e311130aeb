import { createHash } from 'node:crypto';
import type { CloudEvent } from '#lib/envelope';
import type { Clear } from '../../faults/verdict/clear.js';
import type { Query } from '../../faults/verdict/session.js';
import { type Claim, claimsOf, contentKey } from './claims.js';
import type { Found, Places } from './judge-message.js';
import type { Message } from './message.js';

/** Names each message where it is kept as it came: the header with its number. */
export const NUMBER = 'x-malformed';

/** For the feed of a run, which is thrown away: without them each look would read whole tables. */
export const INDEXES = [
  'CREATE INDEX IF NOT EXISTS malformed_bytes ON feed.parked (sha256(body))',
  'CREATE INDEX IF NOT EXISTS malformed_event ON feed.parked (event_id, source)',
  `CREATE INDEX IF NOT EXISTS malformed_waits ON feed.pending (source, (event ->> 'id'))`,
  'CREATE INDEX IF NOT EXISTS malformed_brought ON feed.log (event_id)',
  'CREATE INDEX IF NOT EXISTS malformed_asked ON feed.log (request_id)',
];

const BYTES = `
  SELECT encode(sha256(body), 'hex') AS hash, reason, headers ->> '${NUMBER}' AS n
    FROM feed.parked WHERE sha256(body) = ANY ($1) AND event_id IS NULL`;

const EVENTS = `
  WITH wanted (source, id) AS (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]))
  SELECT w.source, w.id, 'log' AS place, event::text FROM wanted w JOIN feed.log l ON (l.source, event_id) = (w.source, w.id)
  UNION ALL
  SELECT w.source, w.id, 'pending', event::text FROM wanted w
    JOIN feed.pending p ON (p.source, event ->> 'id') = (w.source, w.id)
  UNION ALL
  SELECT w.source, w.id, reason, convert_from(body, 'UTF8') FROM wanted w
    JOIN feed.parked p ON (p.source, event_id) = (w.source, w.id)`;

interface EventRow {
  readonly source: string;
  readonly id: string;
  /** `log`, `pending`, or the reason why it is parked. */
  readonly place: string;
  readonly event: string;
}

/** A message with the events that it says it holds, and where they are. */
export interface Located {
  readonly message: Message;
  readonly claims: readonly Claim[];
  readonly places: Places;
}

/** Where the messages of a chunk are, in three reads. */
export async function locate(query: Query, clear: Clear, messages: readonly Message[]): Promise<Located[]> {
  const hashes = messages.map(({ body }) => createHash('sha256').update(body).digest());
  const kept = await query<{ hash: string; reason: string; n: string | null }>(BYTES, [hashes]);
  const byHash = Map.groupBy(kept, ({ hash }) => hash);
  const claims = messages.map(claimsOf);
  const all = claims.flat();
  const sealed = await query<EventRow>(EVENTS, [all.map(({ source }) => source), all.map(({ id }) => id)]);
  const opened = await clear(sealed.map(({ event }) => JSON.parse(event) as CloudEvent));
  const rows = sealed.map((row, n) => ({ ...row, event: opened[n]! }));
  const byEvent = Map.groupBy(rows, ({ source, id }) => JSON.stringify([source, id]));
  return messages.map((message, index) => {
    const own = String(message.n);
    // Equal bodies are kept once, except those of binary mode, whose headers belong to them.
    const isBinary = Object.keys(message.headers).some((name) => /^cloudEvents[_:]/.test(name));
    const sameBody = byHash.get(hashes[index]!.toString('hex')) ?? [];
    const events = claims[index]!.map((claim) => found(claim, byEvent));
    const isEvent = events.some(({ log, pending, parked }) => log + pending + parked.length > 0);
    const mine = sameBody.filter(({ n }) => n === own);
    // What is an event itself may have been kept for another message, with another content type.
    const same = isBinary || isEvent ? mine : sameBody;
    const places = {
      bytes: same.map(({ reason }) => reason),
      kept: mine.length,
      events,
    };
    return { message, claims: claims[index]!, places };
  });
}

function found(
  { source, id, content }: Claim,
  byEvent: ReadonlyMap<string, readonly (Omit<EventRow, 'event'> & { readonly event: CloudEvent })[]>,
): Found {
  const rows = byEvent.get(JSON.stringify([source, id])) ?? [];
  const same = rows.filter(({ event }) => contentKey(event) === content);
  const places = same.map(({ place }) => place);
  return {
    log: places.filter((place) => place === 'log').length,
    pending: places.filter((place) => place === 'pending').length,
    parked: places.filter((place) => place !== 'log' && place !== 'pending'),
  };
}
