import { EventEmitter } from 'node:events';
import type { ChannelModel } from 'amqplib';
import { expect, it } from 'vitest';
import { findEventsExchange } from './declare-topology.js';

/** A broker that answers the question for the exchange with an error; what it answers without one is in int-specs. */
function brokerThatSays(code: number): ChannelModel {
  const checkExchange = () => Promise.reject(Object.assign(new Error(`Channel closed: ${code}`), { code }));
  const createChannel = async () => Object.assign(new EventEmitter(), { checkExchange });
  return Object.assign(new EventEmitter(), { createChannel }) as unknown as ChannelModel;
}

it('is found by publishing where the broker does not tell whether it is there', async () => {
  await expect(findEventsExchange(brokerThatSays(403))).resolves.toBeUndefined();
});

it('is waited for where it is missing, and where the broker says something else', async () => {
  await expect(findEventsExchange(brokerThatSays(404))).rejects.toThrow(/no exchange company\.events yet/);
  await expect(findEventsExchange(brokerThatSays(541))).rejects.toThrow('541');
});
