import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '#lib/envelope';
import { EVENTS_EXCHANGE } from '#lib/messaging';
import type { Fault } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { PLANTED_APP_ID } from '../wiretap/wire-order.js';
import { surelyAtTheBroker } from './at-the-broker.js';
import { publish } from './deliveries.js';
import { announcement } from './foreign-events.js';

/** What can never be applied. It is to be kept, with what is behind it in its stream, and to keep nothing else. */
export const poisonFaults: readonly Fault[] = [
  {
    kind: 'poison: an event that breaks its contract, good ones behind it',
    modes: ['distributed'],
    weight: 2,
    inject: poisonStream,
  },
  {
    kind: 'poison: a message that is no event',
    modes: ['distributed'],
    inject: async (system) => {
      const mark = randomUUID();
      await sendRaw(system, Buffer.from(`{"specversion": "1.0", "no event": "${mark}"`));
      system.planted.poison(mark);
      return { mark };
    },
  },
  {
    kind: 'poison: bytes that are no text',
    modes: ['distributed'],
    inject: async (system) => {
      const mark = randomUUID();
      await sendRaw(system, Buffer.concat([Buffer.from([0xff, 0xfe, 0]), Buffer.from(mark)]));
      system.planted.poison(mark);
      return { mark };
    },
  },
];

async function poisonStream(system: SystemUnderTest): Promise<unknown> {
  const stream = `poison/${randomUUID()}`;
  const mark = randomUUID();
  const sound = announcement(stream, 1, 'before the poison');
  const poison: CloudEvent = { ...announcement(stream, 2, ''), data: { text: 42, mark } };
  const behind = [3, 4].map((sequence) => announcement(stream, sequence, `behind ${mark}`));
  await publish(system, [sound, poison, ...behind]);
  system.planted.event(sound);
  system.planted.poison(mark);
  return { stream, mark };
}

function sendRaw(system: SystemUnderTest, body: Buffer): Promise<void> {
  return surelyAtTheBroker(system, async (channel) => {
    channel.publish(EVENTS_EXCHANGE, 'raw', body, {
      persistent: true,
      mandatory: true,
      appId: PLANTED_APP_ID,
      contentType: 'application/cloudevents+json',
      headers: { subject: `poison ${randomUUID()}` },
    });
  });
}
