import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { CHIEF, KEY_ENCRYPTION_KEY } from '#lib/testing';
import type { BenchContext } from '../../core/bench-context.js';
import { startApp, tokensOf } from '../../core/built-app.js';
import { startContender } from '../../core/contender-process.js';
import { peer } from '../../core/peers.js';
import type { Step } from '../../core/step.js';
import { CONNECTIONS, figureAt, Hiring } from './hiring.js';
import { COUNTED, sourceDatabase } from './source-database.js';

/** Connections to the database, of each contender: as many as an app of ours takes. */
const POOL = '8';

const FIGURES = CONNECTIONS.map(figureAt);

/** From the request of somebody who is signed in to the answer that the hire is committed. */
export const hireStep: Step = {
  name: 'hire',
  title: 'POST /employees until it is committed',
  goals: [
    ...FIGURES.map((figure) => ({ figure, atLeast: 0.85, of: 'limit' })),
    ...['Emmett', 'Nest + TypeORM'].flatMap((of) => FIGURES.map((figure) => ({ figure, atLeast: 2, of }))),
  ],
  async start(context) {
    const tokens = await tokensOf(context);
    const common = { context, ...(await tokens.as(CHIEF)), environment: tokens.issuer.environment };
    const ours = await feed(common);
    const limit = await contender(common, {
      name: 'limit',
      main: join(import.meta.dirname, 'limit.js'),
      databaseUrl: await sourceDatabase(context),
      counted: COUNTED,
    });
    const emmett = await contender(common, {
      name: 'Emmett',
      main: await peer('emmett.ts', context.say),
      databaseUrl: await context.database(),
      counted: `SELECT count(*)::int AS recorded FROM emt_messages WHERE message_type = 'EmployeeHired'`,
    });
    const nest = await contender(common, {
      name: 'Nest + TypeORM',
      main: join(import.meta.dirname, 'nest-typeorm/nest-typeorm.js'),
      databaseUrl: await context.database(),
      counted: `SELECT count(*)::int AS recorded FROM employees e JOIN outbox o ON o."aggregateId" = e.id::text`,
    });
    return [ours, limit, emmett, nest];
  },
};

interface Common {
  readonly context: BenchContext;
  readonly authorization: string;
  /** Of whom tokens are. */
  readonly environment: Readonly<Record<string, string>>;
}

/** As in production. The limits on rates are in force, and so high that nobody meets them. */
async function feed({ context, authorization, environment }: Common): Promise<Hiring> {
  const databaseUrl = await sourceDatabase(context);
  const { amqpUrl } = await context.rabbitmq();
  const app = await startApp(
    'employee-registrar',
    {
      ...environment,
      DATABASE_URL: databaseUrl,
      AMQP_URL: amqpUrl,
      KEY_ENCRYPTION_KEY,
      RATE_LIMIT_WRITES: '1000000',
    },
    context,
  );
  return new Hiring({
    name: 'feed',
    port: app.port,
    authorization,
    databaseUrl,
    counted: COUNTED,
    stop: () => app.stop(),
  });
}

interface Other {
  readonly name: string;
  readonly main: string;
  readonly databaseUrl: string;
  readonly counted: string;
}

async function contender({ context, authorization, environment }: Common, other: Other): Promise<Hiring> {
  const { name, main, databaseUrl, counted } = other;
  const port = await freePort();
  const settings = { DATABASE_URL: databaseUrl, PORT: String(port), POOL, KEY_ENCRYPTION_KEY };
  const running = await startContender(main, { ...environment, ...settings }, context);
  return new Hiring({ name, port, authorization, databaseUrl, counted, stop: () => running.stop() });
}
