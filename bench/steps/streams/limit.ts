// The least code that tells many of a hire: it is written to a table, and then the same bytes to each open answer.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { Client } from 'pg';

const { DATABASE_URL, PORT } = process.env as Record<string, string>;
const database = new Client({ connectionString: DATABASE_URL! });
await database.connect();
const readers = new Set<ServerResponse>();
let position = 0;

/** The frames of the feed, as long as its own. */
function frame(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\nid: 4b443f8e.${position}.6bdHRa9S\n\n`);
}

function entryOf(id: string, name: string, position: string): object {
  const employee = { id, type: 'person', name };
  return {
    id: randomUUID(),
    type: 'employee.hired',
    occurredAt: new Date().toISOString(),
    actor: null,
    subject: employee,
    message: {
      text: `${name} joined as ${position}`,
      template: '{employee} joined as {position}',
      args: { employee, position: { type: 'text', value: position } },
    },
    reactions: [],
    source: { service: 'employee-registrar', eventId: randomUUID() },
  };
}

function follow(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  answer.write(frame('hello', { resumed: false, replayed: 0, heartbeatMs: 15_000 }));
  readers.add(answer);
  answer.once('close', () => readers.delete(answer));
}

async function hire(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { name, position: job } = (await json(request)) as { name: string; position: string };
  const id = randomUUID();
  await database.query({
    name: 'record',
    text: 'INSERT INTO event (id, data) VALUES ($1, $2)',
    values: [id, { name, job }],
  });
  const body = JSON.stringify({ id, version: 1 });
  answer.writeHead(201, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  position++;
  const bytes = frame('entry.added', { entry: entryOf(id, name, job) });
  for (const reader of readers) reader.write(bytes);
}

const server = createServer((request, answer) => {
  if (request.method === 'GET') follow(answer);
  else void hire(request, answer);
});
server.listen(Number(PORT), '127.0.0.1', () => process.send!('ready'));
process.once('SIGTERM', () => process.exit(0));
