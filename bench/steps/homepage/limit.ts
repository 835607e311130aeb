// The least code that answers a homepage: Fastify, and a page in memory.
import Fastify from 'fastify';
import { dataHeaders } from '../../core/reads/data-headers.js';
import { signInCheck } from '../../core/sign-in-check.js';

const environment = process.env as Record<string, string>;
const isBelieved = await signInCheck(environment);
const page = environment['PAGE']!;
let etag = 'W/"4b443f8e.0-4d4b8e1c0a2f"';
process.on('message', (changed: { etag: string }) => {
  etag = changed.etag;
});

const app = Fastify();
app.get('/feed', async (request, reply) => {
  if (!(await isBelieved(request.headers.authorization))) return reply.code(401).send();
  reply.headers(dataHeaders(request)).header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(page);
});

await app.listen({ port: Number(environment['PORT']), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
