import { join } from 'node:path';
import { type BenchBroker, openBroker } from '../../core/bench-broker.js';
import { startApp } from '../../core/built-app.js';
import type { BenchContext } from '../../core/bench-context.js';
import { startContender } from '../../core/contender-process.js';
import { peer } from '../../core/peers.js';
import type { Contender, Step } from '../../core/step.js';
import { emptyingContender } from './outbox-contender.js';
import { Outbox } from './outbox.js';

const SOURCE = 'employee-registrar';
const EVENTS = 20_000;
/** Of those who wait for each confirm. */
const ONE_BY_ONE = 1_500;

/**
 * A filled outbox is emptied into quorum queues. Everybody reads the same table, publishes persistent and confirmed, and
 * deletes from the table what was confirmed.
 */
export const publishStep: Step = {
  name: 'publish',
  title: 'from the outbox into RabbitMQ',
  goals: [
    { figure: 'events/s', atLeast: 0.8, of: 'limit' },
    { figure: 'events/s', atLeast: 5, of: 'ClientRMQ' },
    { figure: 'events/s', atLeast: 5, of: 'golevelup' },
  ],
  rounds: 3,
  start: async (context) => {
    const broker = await openBroker(context);
    return [
      await ours(context, broker),
      await limit(context, broker),
      await oneByOne('ClientRMQ', join(import.meta.dirname, 'nest.js'), context),
      await oneByOne('golevelup', await peer('golevelup-publish.ts', context.say), context),
    ];
  },
};

async function ours(context: BenchContext, broker: BenchBroker): Promise<Contender> {
  const database = await context.database();
  const environment = { ...broker.users.environmentOf(SOURCE), DATABASE_URL: database };
  const app = await startApp(SOURCE, environment, context);
  const emptying = { name: 'feed', database, events: EVENTS, broker, stop: () => app.stop() };
  return emptyingContender(emptying, context);
}

async function limit(context: BenchContext, broker: BenchBroker): Promise<Contender> {
  const environment = broker.users.environmentOf(SOURCE);
  return other('limit', join(import.meta.dirname, 'limit.js'), EVENTS, { ...broker, environment }, context);
}

/** Into a queue of its own, which it makes. */
async function oneByOne(name: string, main: string, context: BenchContext): Promise<Contender> {
  const { url } = await openBroker(context);
  const broker = { url, queues: ['employees'], environment: { AMQP_URL: url } };
  return other(name, main, ONE_BY_ONE, broker, context);
}

async function other(
  name: string,
  main: string,
  events: number,
  broker: Pick<BenchBroker, 'url' | 'queues'> & { readonly environment: Readonly<Record<string, string>> },
  context: BenchContext,
): Promise<Contender> {
  const database = await context.database();
  await (await Outbox.in(database)).close();
  const process = await startContender(main, { ...broker.environment, DATABASE_URL: database }, context);
  return emptyingContender({ name, database, events, broker, stop: () => process.stop() }, context);
}
