// Hires as Emmett's documentation does: its command handler, on its event store in Postgres, behind Fastify.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CommandHandler, type Event, IllegalStateError } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import Fastify from 'fastify';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';

type EmployeeHired = Event<'EmployeeHired', { employeeId: string; name: string; position: string }>;
type Employee = { status: 'none' } | { status: 'hired'; name: string; position: string };
type Wish = { name: string; position: string };

const { DATABASE_URL, PORT, POOL, OIDC_JWKS_URL, OIDC_ISSUER, OIDC_AUDIENCE } = process.env as Record<
  string,
  string
>;

const handle = CommandHandler<Employee, EmployeeHired>({
  initialState: () => ({ status: 'none' }),
  evolve: (_, { data: { name, position } }) => ({ status: 'hired', name, position }),
  mapToStreamId: (id) => `employee-${id}`,
});

function hire(employeeId: string, { name, position }: Wish, state: Employee): EmployeeHired {
  if (state.status !== 'none') throw new IllegalStateError('exists already');
  return { type: 'EmployeeHired', data: { employeeId, name, position } };
}

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL) });
const store = getPostgreSQLEventStore(DATABASE_URL, {
  schema: { autoMigration: 'None' },
  connectionOptions: { pool },
});
await store.schema.migrate();

const keys = createLocalJWKSet(JSON.parse(await readFile(new URL(OIDC_JWKS_URL), 'utf8')));
const believedUntil = new Map<string, number>();
const app = Fastify();

app.addHook('onRequest', async ({ headers: { authorization = '' } }) => {
  if (Date.now() < (believedUntil.get(authorization) ?? 0)) return;
  const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), keys, {
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
  });
  believedUntil.set(authorization, payload.exp! * 1_000);
});

const line = { type: 'string', minLength: 1, maxLength: 200 };
const body = { type: 'object', required: ['name', 'position'], properties: { name: line, position: line } };

app.post<{ Body: Wish }>('/employees', { schema: { body } }, async (request, reply) => {
  const id = randomUUID();
  const result = await handle(store, id, (state) => hire(id, request.body, state));
  return reply.code(201).send({ id, version: Number(result.nextExpectedStreamVersion) });
});

await app.listen({ port: Number(PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
