// The least code that answers a page: Fastify, pg, and the statement of the read model, for one reader and one kind of entry.
import Fastify from 'fastify';
import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { type EntryRow, readPage } from '#lib/read-model';
import { encodeCursor } from '../../../apps/feed-api/src/read-feed/feed.cursor.js';
import { encodePosition } from '../../../apps/feed-api/src/feed.position.js';
import { signInCheck } from '../../core/sign-in-check.js';
import { dataHeaders } from '../../core/reads/data-headers.js';

const environment = process.env as Record<string, string>;
const audiences = JSON.parse(environment['AUDIENCES']!) as string[];
const LIMIT = 20;
const pool = new Pool({
  connectionString: environment['DATABASE_URL']!,
  max: Number(environment['POOL']),
  options: '-c search_path=feed -c timezone=UTC',
});
const { name, text } = readPage({
  version: 1,
  direction: 'older',
  by: 'audience',
  byName: false,
  byOther: false,
});
const isBelieved = await signInCheck(environment);
// Nothing happens while pages are read: it is looked at once.
const { rows } = await pool.query<{ epoch: string; position: string }>(
  `SELECT substr(md5(p.epoch || s.system_identifier || c.timeline_id), 1, 8) AS epoch,
          (SELECT coalesce(max(position), 0) FROM change_v1) AS position
     FROM projection p, pg_control_system() s, pg_control_checkpoint() c WHERE status = 'live'`,
);
const position = encodePosition(rows[0]!, audiences);
const tag = `W/"${rows[0]!.epoch}.${rows[0]!.position}-`;
const everything = {};

const app = Fastify();
app.get<{ Querystring: { after: string } }>('/feed', async (request, reply) => {
  if (!(await isBelieved(request.headers.authorization))) return reply.code(401).send();
  const [, at, id] = JSON.parse(Buffer.from(request.query.after, 'base64url').toString()) as string[];
  const values = [audiences, at, id, LIMIT + 1, null, null, 'reader-0', '-infinity', null];
  const found = await pool.query<EntryRow>({ name, text, values });
  const hasMore = found.rows.length > LIMIT;
  const entries = found.rows.slice(0, LIMIT);
  const cursorOf = ({ id: entryId, occurred_at: occurredAt }: EntryRow): string =>
    encodeCursor({ occurredAt, id: entryId }, everything);
  const page = {
    next: hasMore ? cursorOf(entries.at(-1)!) : null,
    prev: cursorOf(entries[0]!),
    hasMore,
  };
  return reply
    .headers(dataHeaders(request))
    .headers({
      etag: `${tag}${createHash('sha256').update(request.url).digest('base64url').slice(0, 12)}"`,
      link: `</feed?limit=20&after=${page.next}>; rel="next", </feed?limit=20&before=${page.prev}>; rel="prev"`,
      'content-type': 'application/json; charset=utf-8',
    })
    .send(JSON.stringify({ items: entries.map(present), page, meta: { position } }));
});

/** A hire, in English. */
function present({ id, name: type, occurred_at, args, names, reactions, source, event_id }: EntryRow) {
  const { employee, position } = args as { employee: { id: string }; position: { value: string } };
  const person = {
    id: employee.id,
    type: 'person',
    name: names?.[`person:${employee.id}`] ?? null,
  };
  const words = ` joined as ${position.value}`;
  return {
    id,
    type,
    occurredAt: `${occurred_at.slice(0, 23)}Z`,
    actor: person,
    subject: person,
    message: {
      text: `${person.name}${words}`,
      parts: [{ text: person.name, arg: person }, { text: words }],
      template: '{employee} joined as {position}',
      args: { employee: person, position: { type: 'text', value: position.value } },
    },
    reactions: reactions ?? [],
    source: { service: source.slice(1), eventId: event_id },
  };
}

await app.listen({ port: Number(environment['PORT']), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
