import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfirmChannel, GetMessage } from 'amqplib';
import { EVENTS_EXCHANGE } from '#lib/messaging';
import type { Fault } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { PLANTED_APP_ID } from '../wiretap/wire-order.js';
import { surelyAtTheBroker } from './at-the-broker.js';
import { exclusively } from './exclusive.js';

const PARTITIONS_EXCHANGE = 'feed.partitions';
const UNROUTED = 'company.unrouted';
const GONE_MS = [500, 3_000] as const;

/** Somebody takes the bindings away, so that no queue takes what is published. */
export const bindingFaults: readonly Fault[] = [
  {
    kind: 'bindings removed at the broker',
    modes: ['distributed'],
    weight: 2,
    inject: (system, random) =>
      exclusively(system, ['bindings'], async () => {
        const ms = random.int(...GONE_MS);
        try {
          await surelyAtTheBroker(system, async (channel) => {
            await channel.unbindQueue(UNROUTED, UNROUTED, '');
            await channel.unbindExchange(PARTITIONS_EXCHANGE, EVENTS_EXCHANGE, '#');
          });
          await sleep(ms);
        } finally {
          await bind(system);
        }
        return { ms, broughtBack: await bringBack(system) };
      }),
  },
];

function bind(system: SystemUnderTest): Promise<void> {
  return surelyAtTheBroker(system, async (channel) => {
    await channel.bindExchange(PARTITIONS_EXCHANGE, EVENTS_EXCHANGE, '#');
    await channel.bindQueue(UNROUTED, UNROUTED, '');
  });
}

/** An app that connected meanwhile has bound one before the other. What got there in between, an operator moves back. */
function bringBack(system: SystemUnderTest): Promise<number> {
  return surelyAtTheBroker(system, async (channel) => {
    let moved = 0;
    for (let taken = await channel.get(UNROUTED); taken; taken = await channel.get(UNROUTED)) {
      await moveBack(channel, taken);
      moved++;
    }
    return moved;
  });
}

async function moveBack(channel: ConfirmChannel, message: GetMessage): Promise<void> {
  const { fields, properties, content } = message;
  channel.publish(EVENTS_EXCHANGE, fields.routingKey, content, {
    ...properties,
    persistent: true,
    mandatory: true,
    appId: PLANTED_APP_ID,
  });
  await channel.waitForConfirms();
  channel.ack(message);
}
