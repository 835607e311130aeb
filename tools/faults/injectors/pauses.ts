import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { anyReplica } from './any-replica.js';
import { exclusively } from './exclusive.js';
import { insist } from './insist.js';

/** Longer than the leases that the checker gives: who wakes up believes to own what another one has by now. */
const PAUSE_MS = [4_000, 8_000] as const;

/** Stops processes in the middle of whatever they do, and lets them go on, as a swapping machine or a debugger would. */
export const pauseFaults: readonly Fault[] = [
  paused('employee-registrar', 2),
  paused('thanks', 1),
  paused('feed-projector', 3),
  { ...paused('standalone', 2), modes: ['standalone'] },
  {
    kind: 'pause: RabbitMQ',
    modes: ['distributed'],
    inject: (system, random) =>
      stopAndContinue(system, 'rabbitmq', random, async () => known(system.rabbitmq?.pid)),
  },
  {
    kind: 'pause: PostgreSQL',
    modes: ['distributed', 'standalone'],
    inject: (system, random) =>
      stopAndContinue(system, 'postgres', random, async () => {
        const postmaster = known(system.postgres.pid);
        return [...postmaster, ...(await childrenOf(postmaster))];
      }),
  },
];

function paused(app: string, weight: number): Fault {
  return {
    kind: `pause: ${app}`,
    modes: ['distributed'],
    weight,
    inject: (system, random) => {
      const ms = random.int(...PAUSE_MS);
      const replica = anyReplica(system, app, random);
      const process = system.process(replica);
      return exclusively(system, [replica], async () => {
        process.signal('SIGSTOP');
        await sleep(ms);
        process.signal('SIGCONT');
        // The one that was stopped, if it lives: it may have found out that it cannot go on.
        await insist(() => process.start());
        return { replica, ms };
      });
    },
  };
}

function stopAndContinue(
  system: SystemUnderTest,
  server: string,
  random: Random,
  find: () => Promise<number[]>,
): Promise<unknown> {
  const ms = random.int(...PAUSE_MS);
  return exclusively(system, [server], async () => {
    const pids = await find();
    for (const pid of pids) tell(pid, 'SIGSTOP');
    try {
      await sleep(ms);
    } finally {
      for (const pid of pids) tell(pid, 'SIGCONT');
    }
    return { ms, processes: pids.length };
  });
}

const known = (pid: number | undefined): number[] => (pid === undefined ? [] : [pid]);

/** Only Linux tells. Elsewhere the postmaster alone is stopped, which keeps new connections waiting. */
async function childrenOf(parents: readonly number[]): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const withParent = await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const));
  return withParent.filter(([, parent]) => parents.includes(parent)).map(([pid]) => pid);
}

/** Its name, in parentheses, may hold anything; the parent is the second field behind it. */
async function parentOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
}

/** One that has ended meanwhile is no error. */
function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
