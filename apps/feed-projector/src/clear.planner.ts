import type { CloudEvent } from '#lib/envelope';
import type { PersonalData } from '#lib/personal-data';
import type { StreamState } from '#lib/read-model';
import { type Decoded, decodeAll, type Received } from './decoded.message.js';
import { type Plan, planBatch, type Refusal } from './plan-batch.js';
import type { Publishers } from './publishers/publishers.js';

/** What was in a batch, with what is personal in it sealed: this is what may be stored. */
export async function receive(
  deliveries: readonly Received[],
  publishers: Publishers,
  personal: PersonalData,
): Promise<Decoded> {
  const { events: came, malformed, refused: before } = decodeAll(deliveries, publishers);
  const events = await personal.sealReceived(came);
  const refused = new Map<CloudEvent, Refusal>();
  for (const [n, event] of events.entries()) {
    const refusal = before.get(came[n]!);
    if (refusal) refused.set(event, refusal);
  }
  return { events, malformed, refused };
}

/** What a plan is made from, see {@link planBatch}. */
export interface ToPlan {
  readonly events: readonly CloudEvent[];
  readonly streams: readonly StreamState[];
  readonly logged: readonly CloudEvent[];
  readonly refused: ReadonlyMap<CloudEvent, Refusal>;
}

/** Plans what sealed events come to, with one look at the keys of all of them: those of the moment, never older ones. */
export async function planInTheClear(
  personal: PersonalData,
  { events, streams, logged, refused }: ToPlan,
): Promise<Plan> {
  const pending = streams.flatMap((stream) => stream.pending);
  const dataOf = await personal.open([...events, ...pending, ...logged]);
  const plan = planBatch(events, streams, logged, refused, dataOf);
  await destroyKeys(personal, plan);
  return plan;
}

/**
 * The source that forgets somebody, or redacts a text, destroys the key itself, unless it ends before it can. It is gone before
 * the feed says so: whoever projects anything of it afterwards finds no key.
 */
async function destroyKeys(personal: PersonalData, { applied }: Plan): Promise<void> {
  for (const { forgets } of applied) if (forgets !== undefined) await personal.destroy(forgets, BY);
}

/** Who it was, in the note that a key leaves. */
const BY = 'feed-projector';
