import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel } from 'amqplib';
import { type CloudEvent, encodeEvent } from '#lib/envelope';
import { EVENTS_EXCHANGE } from '#lib/messaging';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { PLANTED_APP_ID } from '../wiretap/wire-order.js';
import { surelyAtTheBroker } from './at-the-broker.js';
import { exclusively } from './exclusive.js';
import { type Stretch, storedEvents } from './stored-events.js';

const COPIED = 200;
/** A single consumer takes one delivery after the other; so long it is kept from them, that sources have a backlog. */
const HELD_MS = [1_500, 3_000] as const;

/** A wire that delivers more often, and in another order, than it was told to. */
export const deliveryFaults: readonly Fault[] = [
  {
    kind: 'deliveries: copies of published events, shuffled, twice',
    modes: ['distributed'],
    weight: 3,
    inject: async (system, random) => {
      const events = await copies(system, random, 'published');
      await publish(system, [...shuffled(events, random), ...shuffled(events, random)]);
      return { copies: 2 * events.length };
    },
  },
  {
    kind: 'deliveries: events before their relay sends them, shuffled',
    modes: ['distributed'],
    weight: 3,
    inject: (system, random) => exclusively(system, ['wire broker'], () => overtake(system, random)),
  },
];

/** While nothing passes between apps and broker, what waits in the outboxes is put into the queues out of order. */
async function overtake(system: SystemUnderTest, random: Random): Promise<unknown> {
  const ms = random.int(...HELD_MS);
  system.brokerProxy!.become({ blackhole: true });
  try {
    await sleep(ms);
    const events = await copies(system, random, 'waiting');
    await publish(system, shuffled(events, random));
    return { ms, events: events.length };
  } finally {
    system.brokerProxy!.become();
  }
}

async function copies(system: SystemUnderTest, random: Random, stretch: Stretch): Promise<CloudEvent[]> {
  const events = await storedEvents(system, stretch);
  return shuffled(events, random).slice(0, COPIED);
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.int(0, last);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}

/** In this order, past the proxy. Resolves when the broker has them. */
export function publish(system: SystemUnderTest, events: readonly CloudEvent[]): Promise<void> {
  return surelyAtTheBroker(system, async (channel) => {
    for (const event of events) send(channel, event);
  });
}

function send(channel: ConfirmChannel, event: CloudEvent): void {
  const { contentType, body } = encodeEvent(event);
  channel.publish(EVENTS_EXCHANGE, event.type, body, {
    persistent: true,
    mandatory: true,
    messageId: event.id,
    appId: PLANTED_APP_ID,
    // In its name: our user may, as an operator's.
    userId: event.source.slice(1),
    contentType: contentType!,
    // What the partitions hash on; the publisher of ours gives an event without a stream the same.
    headers: { subject: event.subject ?? `${event.source} ${event.id}` },
  });
}
