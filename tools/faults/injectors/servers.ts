import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { closeConnections } from './at-the-broker.js';
import { exclusively } from './exclusive.js';
import { insist } from './insist.js';

const LONGEST_DOWN_MS = 3_000;
/** How the projector names its connection. Each queue has one active consumer, which is at its end. */
const PROJECTOR = 'feed.projector';

/** The servers fall and come back on what they had on disk, or drop those who are connected. */
export const serverFaults: readonly Fault[] = [
  {
    kind: 'kill: PostgreSQL',
    modes: ['distributed', 'standalone'],
    weight: 3,
    inject: (system, random) => fall(system, 'postgres', random, () => system.postgres.kill()),
  },
  {
    kind: 'stop at once: PostgreSQL',
    modes: ['distributed', 'standalone'],
    weight: 2,
    inject: (system, random) =>
      fall(system, 'postgres', random, async () => {
        const { pid } = system.postgres;
        // "Immediate": no checkpoint, every session dropped; it recovers from its log when it starts.
        if (pid !== undefined) process.kill(pid, 'SIGQUIT');
        await insist(async () => {
          if (system.postgres.pid === pid && pid !== undefined) throw new Error('PostgreSQL is still there');
        });
      }),
  },
  {
    kind: 'kill: RabbitMQ',
    modes: ['distributed'],
    weight: 3,
    inject: (system, random) => fall(system, 'rabbitmq', random, () => system.rabbitmq!.kill()),
  },
  {
    kind: "close the projector's connection at the broker",
    modes: ['distributed'],
    weight: 2,
    inject: (system) => closed(system, (name) => name === PROJECTOR),
  },
  {
    kind: 'close every connection at the broker',
    modes: ['distributed'],
    inject: (system) => closed(system, () => true),
  },
];

function fall(
  system: SystemUnderTest,
  server: 'postgres' | 'rabbitmq',
  random: Random,
  end: () => Promise<void>,
): Promise<unknown> {
  const downMs = random.int(0, LONGEST_DOWN_MS);
  return exclusively(system, [server], async () => {
    await end();
    await sleep(downMs);
    await insist(() => system[server]!.start());
    return { downMs };
  });
}

/** The list of connections may be a few seconds late, so it is asked until there is one. */
function closed(system: SystemUnderTest, isMeant: (name: string) => boolean): Promise<unknown> {
  return exclusively(system, ['rabbitmq'], async () => {
    const connections = await insist(async () => {
      const count = await closeConnections(system, isMeant);
      if (count === 0) throw new Error('nobody is connected');
      return count;
    }, 15_000).catch(() => 0);
    return { connections };
  });
}
