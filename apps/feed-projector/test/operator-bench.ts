import type { CloudEvent } from '#lib/envelope';
import { statement } from '#lib/postgres';
import { FeedWriter, type NewParked, ParkedMessage, ParkedMessages } from '#lib/read-model';
import type { Received } from '../src/decoded.message.js';
import { NO_BATCH } from '../src/feed-batch.mapper.js';
import { ParkedOperator } from '../src/parked/parked.operator.js';
import { ReplayProjector } from '../src/parked/replay.projector.js';
import { SkipProjector } from '../src/parked/skip.projector.js';
import { deliver, type ProjectorBench } from './projector-bench.js';

/** Who orders, and why. */
export const order = { by: 'anna', reason: 'ticket 7' };

export function operatorOn({
  database,
  publishers,
  personal,
}: Pick<ProjectorBench, 'database' | 'publishers' | 'personal'>): ParkedOperator {
  const [writer, parked] = [new FeedWriter(database), new ParkedMessages(database)];
  const replays = new ReplayProjector(writer, parked, publishers, personal);
  return new ParkedOperator(writer, parked, replays, new SkipProjector(writer));
}

/** As a version with a fault would have parked it: another version can apply it. */
export function faulty(event: CloudEvent, reason = 'not-applicable'): Received {
  return { ...deliver(event)[0]!, refusal: { reason, detail: 'a fault of that version' } };
}

const actsOf = statement<[act: string], { by: string; reason: string; details: Record<string, unknown> }>(
  'spec_acts_of',
  'SELECT by, reason, details FROM operator_act WHERE act = $1 ORDER BY id',
);

export const acts = ({ database }: ProjectorBench, act: string) => database.run(actsOf, act);

export const parkedBy = ({ database }: ProjectorBench, eventId: string) =>
  database.repository(ParkedMessage).findBy({ eventId });

/** Past the projector. Answers its id. */
export async function park({ database }: ProjectorBench, kept: NewParked): Promise<string> {
  await new FeedWriter(database).inTransaction((feed) => feed.write({ ...NO_BATCH, parked: [kept] }));
  const { fingerprint } = kept;
  return (await database.repository(ParkedMessage).findOneByOrFail({ fingerprint })).id;
}
