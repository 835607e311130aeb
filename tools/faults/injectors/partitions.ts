import { CHIEF } from '#lib/testing';
import type { Fault } from '../fault.js';
import { anyReplica } from './any-replica.js';
import { insist } from './insist.js';

/** So that a long run does not end with queues only. */
const MOST = 16;

/** Streams move to other queues, and what is new of them overtakes what is old. */
export const partitionFaults: readonly Fault[] = [
  {
    kind: 'partitions grow',
    modes: ['distributed'],
    weight: 0.3,
    inject: async (system, random) => {
      const url = `${system.url(anyReplica(system, 'feed-projector', random))}/operator/partitions`;
      const signedIn = await system.tokens.as(CHIEF);
      const before = await insist(async () => numberIn(await fetch(url, { headers: signedIn })));
      const to = Math.min(MOST, before + random.int(1, 2));
      // Whatever waits: that it takes longer until all is in order is what is to be seen.
      const order = { reason: 'a fault', to, force: true };
      const body = JSON.stringify(order);
      const headers = { ...signedIn, 'content-type': 'application/json' };
      const partitions = await insist(async () =>
        numberIn(await fetch(`${url}/grow`, { method: 'POST', headers, body })),
      );
      return { before, partitions };
    },
  },
];

async function numberIn(answer: Response): Promise<number> {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { partitions: unknown[] }).partitions.length;
}
