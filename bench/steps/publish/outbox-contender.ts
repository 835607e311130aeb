import { takeAll } from '../../core/bench-broker.js';
import type { BenchContext } from '../../core/bench-context.js';
import { Hires } from '../../core/hires.js';
import type { Contender } from '../../core/step.js';
import { Outbox } from './outbox.js';

export interface Emptying {
  readonly name: string;
  /** Of the outbox that it empties. */
  readonly database: string;
  /** How many events it is given at a time: as many as take it some seconds. */
  readonly events: number;
  /** Where they go, and who may take them from there. */
  readonly broker: { readonly url: string; readonly queues: readonly string[] };
  stop(): Promise<void>;
}

/** Somebody who empties an outbox. Each time it has to be in the queues, each event of it once. */
export async function emptyingContender(emptying: Emptying, context: BenchContext): Promise<Contender> {
  const { name, database, events: count, broker } = emptying;
  const hires = await Hires.in(database, context);
  const outbox = await Outbox.in(database);
  return {
    name,
    measure: async () => {
      const events = await hires.make(count);
      await outbox.fill(events);
      const perSecond = await outbox.drained(count);
      const bodies = await takeAll(broker.url, broker.queues, count);
      const ids = new Set(bodies.map((body) => idIn(JSON.parse(body.toString()) as Message)));
      const missing = events.filter(({ id }) => !ids.delete(id));
      if (missing.length > 0)
        throw new Error(`${name}: ${missing.length} of ${count} events are not there once`);
      return { 'events/s': perSecond };
    },
    verify: async () => {
      await takeAll(broker.url, broker.queues, 0);
    },
    stop: async () => {
      await emptying.stop();
      await Promise.all([hires.close(), outbox.close()]);
    },
  };
}

/** Nest's client puts what is sent into an envelope of its own. */
interface Message {
  readonly id?: string;
  readonly data: { readonly id?: string };
}

function idIn({ id, data }: Message): string {
  return id ?? data.id ?? 'none';
}
