import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Mode, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { anyReplica } from './any-replica.js';
import { exclusively } from './exclusive.js';
import { insist } from './insist.js';

/** The apps that are processes of their own in distributed mode. */
export const APPS = [
  'employee-registrar',
  'org-structure',
  'thanks',
  'reactions',
  'event-intake',
  'curation',
  'feed-projector',
  'feed-api',
];
/** Most promises hang on these two: the source with the most load, and whoever consumes. */
const WEIGHTS: Readonly<Record<string, number>> = { 'feed-projector': 4, 'employee-registrar': 2 };

const DOWN_MS = [0, 2_000] as const;
const LONG_GONE_MS = [4_000, 8_000] as const;

/** Ends processes at once, leaves them down for a while, and starts them again. */
export const processFaults: readonly Fault[] = [
  ...[...APPS, 'standalone'].flatMap((app) => [
    ended('kill', 'SIGKILL', app),
    ended('end in good order', 'SIGTERM', app),
  ]),
  {
    kind: 'kill several apps at once',
    modes: ['distributed'],
    weight: 2,
    inject: (system, random) => {
      const apps = system.apps.filter(() => random.next() < 0.5);
      return endAndStart(system, random, apps.length > 0 ? apps : [random.pick(system.apps)], 'SIGKILL');
    },
  },
  {
    kind: 'kill all apps at once',
    modes: ['distributed'],
    inject: (system, random) => endAndStart(system, random, system.apps, 'SIGKILL'),
  },
  {
    kind: 'a replica goes for longer than its lease, and comes back',
    modes: ['distributed'],
    weight: 2,
    inject: (system, random) => {
      const replica = random.pick(system.apps.filter((name) => /-\d+$/.test(name)));
      return endAndStart(system, random, [replica], 'SIGKILL', LONG_GONE_MS);
    },
  },
  {
    kind: 'kill standalone and its database at once',
    modes: ['standalone'],
    weight: 2,
    inject: (system, random) =>
      exclusively(system, ['standalone', 'postgres'], async () => {
        const downMs = random.int(...DOWN_MS);
        await Promise.all([system.process('standalone').kill('SIGKILL'), system.postgres.kill()]);
        await sleep(downMs);
        await insist(() => system.process('standalone').start());
        return { downMs };
      }),
  },
];

function ended(verb: string, signal: NodeJS.Signals, app: string): Fault {
  const modes: Mode[] = app === 'standalone' ? ['standalone'] : ['distributed'];
  const weight = app === 'standalone' ? 4 : (WEIGHTS[app] ?? 1);
  return {
    kind: `${verb}: ${app}`,
    modes,
    weight,
    inject: (system, random) => endAndStart(system, random, [anyReplica(system, app, random)], signal),
  };
}

/** An app does not start while its database is away, which may be another fault's doing: it is tried again. */
function endAndStart(
  system: SystemUnderTest,
  random: Random,
  apps: readonly string[],
  signal: NodeJS.Signals,
  down: readonly [number, number] = DOWN_MS,
): Promise<unknown> {
  const downMs = random.int(...down);
  return exclusively(system, apps, async () => {
    const processes = apps.map((app) => system.process(app));
    const begun = performance.now();
    const codes = await Promise.all(processes.map((one) => one.kill(signal)));
    const endedInMs = Math.round(performance.now() - begun);
    await sleep(downMs);
    await Promise.all(processes.map((one) => insist(() => one.start())));
    return { apps, codes, endedInMs, downMs };
  });
}
