import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CloudEvent, encodeEvent } from '#lib/envelope';
import {
  EVENTS_EXCHANGE,
  feedTopology,
  PROJECTOR_GROUP,
  RabbitmqSubscriber,
  silentLogger,
} from '#lib/messaging';
import { FeedWriter, ParkedMessage } from '#lib/read-model';
import { type BrokerUsers, createVhost, eventually, makeBrokerUsers, type TestVhost } from '#lib/testing';
import { DeadLetterConsumer } from '../src/dead-letters/dead-letter.consumer.js';
import { Publishers } from '../src/publishers/publishers.js';
import { operatorOn, order, parkedBy } from './operator-bench.js';
import { hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

const topology = feedTopology({ partitions: 1, deliveryLimit: 1 });

let vhost: TestVhost;
let users: BrokerUsers;
let bench: ProjectorBench;
let subscriber: RabbitmqSubscriber;
beforeAll(async () => {
  [bench, vhost] = await Promise.all([ProjectorBench.open(new Publishers([])), createVhost()]);
  users = await makeBrokerUsers(vhost, ['canteen']);
  const url = users.urlOf('feed-projector');
  subscriber = new RabbitmqSubscriber({ url, topology, connectionName: 'spec', logger: silentLogger });
  new DeadLetterConsumer(subscriber, bench.database, new FeedWriter(bench.database)).onApplicationBootstrap();
  await project();
});
afterAll(async () => {
  await subscriber.close();
  await vhost.drop();
  await bench.close();
});

/** Whether this projector gives back what it gets. */
let rejects = false;
const project = () =>
  subscriber.subscribe({
    group: PROJECTOR_GROUP,
    batchMax: 10,
    handle: (batch) => (rejects ? Promise.reject(new Error('not now')) : bench.projector.project(batch)),
    whenReady: () => Promise.resolve(),
  });

/** Confirmed by the broker. The routing key is what the user may send, whatever stands in the body. */
async function publish(user: string, key: string, events: readonly CloudEvent[], own = true): Promise<void> {
  const connection = await connect(users.urlOf(user));
  const channel = await connection.createConfirmChannel();
  const isOne = events.length === 1;
  channel.publish(
    EVENTS_EXCHANGE,
    key,
    isOne ? encodeEvent(events[0]!).body : Buffer.from(JSON.stringify(events)),
    {
      contentType: `application/cloudevents${isOne ? '' : '-batch'}+json`,
      headers: { subject: 'anything', amqp: { userId: 'employee-registrar' } },
      ...(own && { userId: user }),
    },
  );
  await channel.waitForConfirms();
  await connection.close();
}

const asRegistrar = (...events: CloudEvent[]) => publish('employee-registrar', 'employee.hired.v1', events);
const asThanks = (...events: CloudEvent[]) => publish('thanks', 'thanks.given.v1', events);
const announced = (source: string) =>
  hired('', 1, {
    id: randomUUID(),
    source,
    subject: `announcement/${randomUUID()}`,
    type: 'announcement.posted.v1',
    data: { text: { en: 'Soup' } },
  });
const parked = (event: CloudEvent) =>
  eventually(async (): Promise<ParkedMessage> => {
    const [found] = await parkedBy(bench, event.id);
    if (!found) throw new Error('it is not parked');
    return found;
  });

describe.skipIf(!process.env['TEST_RABBITMQ_MANAGEMENT_URL'])('what a user of the broker publishes', () => {
  it('under the name of another is parked with who it was, and the true events have their places', async () => {
    const anna = newPerson();
    const forged = hired(anna, 1, { data: { employeeId: anna, name: 'Nobody', position: 'Intruder' } });
    await asThanks(forged);
    expect(await parked(forged)).toMatchObject({
      reason: 'publisher-not-allowed',
      detail: expect.stringContaining('the user thanks') as string,
      stream: null,
    });
    await asRegistrar(hired(anna, 1), promoted(anna, 2));
    await eventually(async () => expect(await bench.about(anna)).toHaveLength(2));
    expect((await bench.logOf(anna)).map(({ eventId }) => eventId)).not.toContain(forged.id);
  });

  it('without saying who it is is parked, also of its own', async () => {
    const event = hired(newPerson(), 1);
    await publish('employee-registrar', event.type, [event], false);
    expect(await parked(event)).toMatchObject({ reason: 'publisher-not-allowed', headers: {} });
  });

  it('in one message is judged event by event', async () => {
    const [mine, other] = [announced('/canteen'), announced('/payroll')];
    await publish('canteen', mine.type, [other, mine]);
    expect(await parked(other)).toMatchObject({ reason: 'publisher-not-allowed' });
    expect(await parkedBy(bench, mine.id)).toEqual([]);
  });

  it('for whoever has asked it is believed of the intake, and of no source of ours', async () => {
    const [foreign, ours] = [announced('/payroll'), hired(newPerson(), 1)];
    await publish('event-intake', foreign.type, [ours, foreign]);
    expect(await parked(ours)).toMatchObject({ reason: 'publisher-not-allowed' });
    expect(await parkedBy(bench, foreign.id)).toEqual([]);
  });

  it('as a copy does not take the place of the true event among the parked', async () => {
    const broken = hired(newPerson(), 1, { data: { name: '' } });
    await asThanks(broken);
    await parked(broken);
    await asRegistrar(broken);
    await eventually(async () => {
      const reasons = (await parkedBy(bench, broken.id)).map(({ reason }) => reason);
      expect(reasons.toSorted()).toEqual(['contract-violated', 'publisher-not-allowed']);
    });
  });
});

describe.skipIf(!process.env['TEST_RABBITMQ_MANAGEMENT_URL'])('a replay', () => {
  it('asks again who it was, and applies it once that one may', async () => {
    const anna = newPerson();
    const event = hired(anna, 1);
    await asThanks(event);
    const { id } = await parked(event);
    expect(await operatorOn(bench).replay({ ...order, id })).toMatchObject({ applied: 0, parked: 1 });
    expect(await parked(event)).toMatchObject({ id, reason: 'publisher-not-allowed', stream: null });

    const publishers = new Publishers([['thanks', '/employee-registrar']]);
    const { database, personal } = bench;
    const operator = operatorOn({ database, publishers, personal });
    expect(await operator.replay({ ...order, id })).toMatchObject({ applied: 1 });
    expect(await bench.about(anna)).toHaveLength(1);
  });

  it('of a dead letter asks who it was, which the broker has kept', async () => {
    rejects = true;
    const [forged, sound] = [hired(newPerson(), 1), hired(newPerson(), 1)];
    await asThanks(forged);
    await asRegistrar(sound);
    const rows = await eventually(async () => {
      const found = await bench.database.repository(ParkedMessage).findBy({ reason: 'dead-lettered' });
      expect(found).toHaveLength(2);
      return found;
    });
    rejects = false;
    for (const { id } of rows) await operatorOn(bench).replay({ ...order, id });
    expect(await parked(forged)).toMatchObject({ reason: 'publisher-not-allowed' });
    expect(await parkedBy(bench, sound.id)).toEqual([]);
  });
});
