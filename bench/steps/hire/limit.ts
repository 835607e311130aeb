// The least code that hires: Fastify, pg, and the statement of the event store.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { encodeFeedToken } from '#lib/envelope';
import { appendEvents } from '#lib/event-store';
import { Sealer } from './limit/sealer.js';
import { signInCheck } from '../../core/sign-in-check.js';

const SOURCE = '/employee-registrar';
const HEADERS = {
  'content-security-policy': `default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const line = { type: 'string', minLength: 1, maxLength: 200 };
const schema = {
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'position'],
    properties: { name: line, position: line },
  },
  response: {
    201: { type: 'object', properties: { id: { type: 'string' }, version: { type: 'integer' } } },
  },
};

const { DATABASE_URL, PORT, POOL, KEY_ENCRYPTION_KEY } = process.env as Record<string, string>;
const pool = new Pool({
  connectionString: DATABASE_URL!,
  max: Number(POOL),
  options: '-c search_path=employee_registrar -c timezone=UTC',
});
const sealer = new Sealer(DATABASE_URL!, Buffer.from(KEY_ENCRYPTION_KEY!, 'base64'));
const isBelieved = await signInCheck(process.env as Record<string, string>, 'hr');
const app = Fastify();

app.post<{ Body: { name: string; position: string } }>('/employees', { schema }, async (request, reply) => {
  if (!(await isBelieved(request.headers.authorization))) return reply.code(401).send();
  const { name, position } = request.body;
  const requestId = randomUUID();
  const { employeeId, secret } = await sealer.newPerson();
  const eventId = uuidv7();
  const sealed = sealer.seal(name, secret, JSON.stringify([SOURCE, eventId, 'name']));
  const stream = `employee/${employeeId}`;
  const data = JSON.stringify({ employeeId, name: sealed, position });
  const { rows } = await pool.query<{ version: number }>({
    name: appendEvents.name,
    text: appendEvents.text,
    values: [
      stream,
      0,
      [eventId],
      ['employee.hired.v1'],
      [data],
      [true],
      new Date(),
      { requestId },
      null,
      null,
    ],
  });
  return reply
    .code(201)
    .headers(HEADERS)
    .headers({
      'x-request-id': requestId,
      etag: '"1"',
      location: `/employees/${employeeId}`,
      'feed-token': encodeFeedToken({ source: SOURCE, stream, sequence: 1 }),
    })
    .send({ id: employeeId, version: rows[0]!.version });
});

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
