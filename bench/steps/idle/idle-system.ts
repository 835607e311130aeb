import { setTimeout as sleep } from 'node:timers/promises';
import { makeBrokerUsers, QueryCounter } from '#lib/testing';
import type { BenchContext } from '../../core/bench-context.js';
import { startApp } from '../../core/built-app.js';
import { familyProcessorMs, processorMs } from '../../core/process-cpu.js';
import type { Contender, Figures } from '../../core/step.js';

export const QUERIES = 'queries/s of the busiest app';
export const PROCESSOR = 'processor % of the busiest app';

/** Until what begins with a process is over: compiling what is used again and again, connecting, the first look at everything. */
const TO_CALM_DOWN_MS = 10_000;

/** A system that nobody asks for anything: what each app asks of the database, and what it takes of a processor. */
export async function idleSystem(
  name: string,
  context: BenchContext,
  { apps: names, broker }: { apps: readonly string[]; broker: boolean },
): Promise<Contender> {
  const server = await context.postgres();
  const url = await context.database();
  const counters = new Map<string, QueryCounter>();
  for (const app of names) counters.set(app, await QueryCounter.before(url));
  const users = broker ? await makeBrokerUsers(await context.rabbitmq()) : undefined;
  const apps = await Promise.all(
    names.map((app) =>
      startApp(app, { DATABASE_URL: counters.get(app)!.url, ...users?.environmentOf(app) }, context),
    ),
  );
  await sleep(TO_CALM_DOWN_MS);

  return {
    name,
    async measure(seconds): Promise<Figures> {
      const usedBefore = await used();
      for (const counter of counters.values()) counter.count = 0;
      await sleep(seconds * 1_000);
      const usedAfter = await used();
      const busy = usedAfter.apps.map((ms, n) => (ms - usedBefore.apps[n]!) / (seconds * 10));
      const asked = [...counters.values()].map(({ count }) => count / seconds);
      return {
        [QUERIES]: Math.max(...asked),
        'queries/s in all': asked.reduce((sum, one) => sum + one, 0),
        [PROCESSOR]: Math.max(...busy),
        'processor % in all': busy.reduce((sum, one) => sum + one, 0),
        'processor % of PostgreSQL': (usedAfter.postgres - usedBefore.postgres) / (seconds * 10),
      };
    },
    async stop() {
      await Promise.all(apps.map((app) => app.stop()));
      for (const counter of counters.values()) counter.close();
    },
  };

  async function used(): Promise<{ apps: readonly number[]; postgres: number }> {
    const pids = apps.map(({ pid }) => pid);
    const postgres = server.pid === undefined ? 0 : await familyProcessorMs(server.pid);
    return { apps: await Promise.all(pids.map(processorMs)), postgres };
  }
}
