import type { BenchContext } from '../../core/bench-context.js';
import type { CloudEvent } from '#lib/envelope';
import { Hires } from '../../core/hires.js';
import type { Contender } from '../../core/step.js';
import { ReadModel, type Tables } from './read-model.js';

export interface Projecting {
  readonly name: string;
  readonly pid: number;
  readonly database: string;
  readonly tables: Tables;
  /** How many events it is given at a time: as many as take it some seconds. */
  readonly events: number;
  /** Puts events where it takes them from. Resolves when the broker has them all. */
  publish(events: readonly CloudEvent[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Somebody who projects from queues. The process stands still while they are filled: then all begin with full queues, and
 * with a process that has run before.
 */
export async function projectingContender(projecting: Projecting, context: BenchContext): Promise<Contender> {
  const { name, pid, database, tables, events: count } = projecting;
  const hires = await Hires.in(database, context);
  const model = await ReadModel.in(database, tables);
  let accepted = 0;
  return {
    name,
    measure: async () => {
      const events = await hires.make(count);
      process.kill(pid, 'SIGSTOP');
      try {
        await projecting.publish(events);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      accepted += count;
      return { 'events/s': await model.growsBy(count) };
    },
    verify: () => model.verify(accepted),
    stop: async () => {
      await projecting.stop();
      await Promise.all([hires.close(), model.close()]);
    },
  };
}
