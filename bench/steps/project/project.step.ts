import { join } from 'node:path';
import type { CloudEvent } from '#lib/envelope';
import { RabbitmqPublisher, silentLogger } from '#lib/messaging';
import { feedDatabase } from '#lib/read-model';
import { startApp } from '../../core/built-app.js';
import { type BenchBroker, onChannel, openBroker } from '../../core/bench-broker.js';
import type { BenchContext } from '../../core/bench-context.js';
import { startContender } from '../../core/contender-process.js';
import type { Contender, Step } from '../../core/step.js';
import { projectingContender } from './queue-contender.js';

const EVENTS = 20_000;
/** Of whoever saves each alone. */
const ONE_BY_ONE = 2_000;
const FEED = { events: 'feed.log', entries: 'feed.entry_v1' };

/**
 * Full queues are projected: hires, each of somebody else, until the read model has them all.
 *
 * Why it cannot be 15,000 a second where one Postgres process does what these tables ask: a hire is 9 rows with 18 entries
 * of indexes, which costs whoever writes nothing else 185 µs of it (2 cores, shared), 5,400 a second at most. Without the indexes by
 * name, time, department and stream, and without the search, 127 µs are left. The projector takes 243 µs of Postgres, for it also
 * remembers streams and looks up keys, and 223 µs of its own, in which no function has more than 4 %. It would take to write entries
 * in several transactions at once, which the order of positions forbids, or to make the search's words later.
 */
export const projectStep: Step = {
  name: 'project',
  title: 'from RabbitMQ into the read model',
  goals: [
    { figure: 'events/s', atLeast: 0.7, of: 'limit' },
    { figure: 'events/s', atLeast: 10, of: 'ServerRMQ' },
    { figure: 'events/s', atLeast: 15_000 },
  ],
  start: async (context) => [await ours(context), await limit(context), await oneByOne(context)],
};

async function ours(context: BenchContext): Promise<Contender> {
  const broker = await openBroker(context);
  const database = await context.database();
  const environment = { ...broker.users.environmentOf('feed-projector'), DATABASE_URL: database };
  const app = await startApp('feed-projector', environment, context);
  const { publish, close } = await publisherOf(broker);
  const stop = async (): Promise<void> => {
    await app.stop();
    await close();
  };
  const projecting = { name: 'feed', pid: app.pid, database, tables: FEED, events: EVENTS, publish, stop };
  return projectingContender(projecting, context);
}

async function limit(context: BenchContext): Promise<Contender> {
  const broker = await openBroker(context);
  const database = await context.database();
  const feed = feedDatabase({ url: database, applicationName: 'bench', owner: true });
  await feed.onModuleInit();
  await feed.onApplicationShutdown();
  const environment = { DATABASE_URL: database, AMQP_URL: broker.url, QUEUES: broker.queues.join() };
  const main = join(import.meta.dirname, 'limit.js');
  const process = await startContender(main, environment, context);
  const { publish, close } = await publisherOf(broker);
  const stop = async (): Promise<void> => {
    await process.stop();
    await close();
  };
  return projectingContender(
    { name: 'limit', pid: process.pid, database, tables: FEED, events: EVENTS, publish, stop },
    context,
  );
}

async function oneByOne(context: BenchContext): Promise<Contender> {
  const { url } = await openBroker(context);
  const database = await context.database();
  const main = join(import.meta.dirname, 'nest.js');
  const environment = { DATABASE_URL: database, AMQP_URL: url };
  const { pid, ...process } = await startContender(main, environment, context);
  const tables = { events: 'entry', entries: 'entry' };
  const publish = (events: readonly CloudEvent[]): Promise<void> => publishToNest(url, events);
  return projectingContender(
    { name: 'ServerRMQ', pid, database, tables, events: ONE_BY_ONE, publish, stop: () => process.stop() },
    context,
  );
}

/** As the relay publishes. */
async function publisherOf(broker: BenchBroker) {
  const url = broker.users.urlOf('employee-registrar');
  const publisher = new RabbitmqPublisher({ url, connectionName: 'bench', logger: silentLogger });
  await publisher.connect();
  return {
    publish: async (events: readonly CloudEvent[]) => {
      await Promise.all(events.map((event) => publisher.publish(event)));
    },
    close: () => publisher.close(),
  };
}

async function publishToNest(url: string, events: readonly CloudEvent[]): Promise<void> {
  await onChannel(url, async (channel) => {
    for (const event of events) {
      const message = { pattern: event.type, data: event };
      channel.sendToQueue('employees', Buffer.from(JSON.stringify(message)), { persistent: true });
    }
    // Answered behind all of them.
    await channel.checkQueue('employees');
    await channel.close();
  });
}
