import { type Channel, connect, type Options } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  type BrokerUsers,
  createVhost,
  eventOf,
  eventually,
  makeBrokerUsers,
  Recorder,
  relay,
  type TestVhost,
} from '#lib/testing';
import { silentLogger } from '../logger.js';
import { RabbitmqRequests } from '../requests/rabbitmq-requests.js';
import { declareTopology } from './declare-topology.js';
import { RabbitmqPublisher } from './rabbitmq-publisher.js';
import { RabbitmqSubscriber } from './rabbitmq-subscriber.js';
import { publisherOf } from './to-delivery.js';
import { EVENTS_EXCHANGE, feedTopology } from './topology.js';

const SOURCE = 'employee-registrar';
const OWN_TYPE = 'employee.hired.v1';
const topology = feedTopology({ partitions: 1 });

let vhost: TestVhost;
let users: BrokerUsers;
async function makeVhost(): Promise<void> {
  vhost = await createVhost();
  users = await makeBrokerUsers(vhost, ['canteen']);
}

const reaching = (user: string) => ({
  url: users.urlOf(user),
  connectionName: user,
  logger: silentLogger,
  retryMs: 50,
});
const event = eventOf('employee/1', 1, { source: `/${SOURCE}`, type: OWN_TYPE });

/** What the broker says to what a user does, or nothing. */
async function answerTo(user: string, act: (channel: Channel) => unknown): Promise<string> {
  const connection = await connect(users.urlOf(user));
  connection.on('error', () => {});
  try {
    const channel = await connection.createConfirmChannel();
    let said = '';
    channel.on('error', (error: Error) => (said = error.message));
    await Promise.resolve(act(channel)).catch(() => {});
    await channel.waitForConfirms().catch(() => {});
    return said;
  } finally {
    await connection.close().catch(() => {});
  }
}

const publishing =
  (key: string, properties: Options.Publish = {}, exchange: string = EVENTS_EXCHANGE) =>
  (channel: Channel) =>
    channel.publish(exchange, key, Buffer.from('{}'), properties);

/** Without virtual hosts and users of its own there would be nothing to see. */
const isOurs = process.env['TEST_RABBITMQ_MANAGEMENT_URL'] !== undefined;

describe.skipIf(!isOurs)("a source's user, on a broker that has all", () => {
  beforeAll(async () => {
    await makeVhost();
    const connection = await connect(users.urlOf('feed-projector'));
    await declareTopology(connection, topology);
    await connection.close();
  });
  afterAll(() => vhost.drop());

  it('publishes its own events, in its own name', async () => {
    expect(await answerTo(SOURCE, publishing(OWN_TYPE, { userId: SOURCE }))).toBe('');
    expect(await answerTo(SOURCE, publishing('employee.hired.v2', { userId: SOURCE }))).toBe('');
  });

  it('is refused in the name of another', async () => {
    const answer = await answerTo(SOURCE, publishing(OWN_TYPE, { userId: 'thanks' }));
    expect(answer).toMatch(
      /406.*user_id property set to 'thanks' but authenticated user was 'employee-registrar'/,
    );
  });

  it.each(['thanks.given.v1', 'announcement.posted.v1', 'employee.hired', 'raw'])(
    'is refused an event of another: %s',
    async (type) => {
      expect(await answerTo(SOURCE, publishing(type, { userId: SOURCE }))).toMatch(/403.*ACCESS_REFUSED/);
    },
  );

  it.each<[string, (channel: Channel) => unknown]>([
    ['consume a partition', (channel) => channel.consume('feed.projector.0', () => {})],
    ['consume the requests of another', (channel) => channel.consume('company.requests.thanks', () => {})],
    ['publish past the exchange', publishing('feed.projector.0', {}, '')],
    ['publish behind the exchange', publishing('', {}, 'feed.partitions')],
    ['ask others for events', publishing('/thanks', {}, 'company.requests')],
    ['delete a queue', (channel) => channel.deleteQueue('feed.projector.0')],
    ['empty a queue', (channel) => channel.purgeQueue('feed.dead')],
    ['declare a queue', (channel) => channel.assertQueue('tap')],
    ['declare an exchange', (channel) => channel.assertExchange(EVENTS_EXCHANGE, 'topic')],
    [
      'listen to events',
      async (channel) => {
        await channel.assertQueue(`company.requests.${SOURCE}`);
        await channel.bindQueue(`company.requests.${SOURCE}`, EVENTS_EXCHANGE, '#');
      },
    ],
  ])('may not %s', async (_, act) => {
    await answerTo('thanks', (channel) => channel.assertQueue('company.requests.thanks'));
    expect(await answerTo(SOURCE, act)).toMatch(/403.*ACCESS_REFUSED/);
  });

  it('is one of which a system outside has less', async () => {
    const announcing = publishing('announcement.posted.v1', { userId: 'canteen' });
    expect(await answerTo('canteen', announcing)).toBe('');
    expect(await answerTo('canteen', publishing(OWN_TYPE, { userId: 'canteen' }))).toMatch(/403/);
    const asking = (channel: Channel) => channel.assertQueue('company.requests.canteen');
    expect(await answerTo('canteen', asking)).toMatch(/403/);
  });

  it('is one of which the projector has others: it publishes no event', async () => {
    const answer = await answerTo('feed-projector', publishing(OWN_TYPE, { userId: 'feed-projector' }));
    expect(answer).toMatch(/403.*ACCESS_REFUSED/);
  });
});

describe.skipIf(!isOurs)('users with the rights of apps', () => {
  beforeEach(makeVhost);
  afterEach(() => vhost.drop());

  const keep = <Made extends { close(): Promise<void> }>(one: Made): Made => {
    onTestFinished(() => one.close());
    return one;
  };

  it('start in any order: who publishes waits until the projector has declared, and says what for', async () => {
    const publisher = keep(new RabbitmqPublisher(reaching(SOURCE)));
    await publisher.connect();
    expect(publisher.status()).toMatchObject({
      connected: false,
      error: { message: /no exchange company\.events yet/ },
    });
    await expect(publisher.publish(event)).rejects.toMatchObject({ reason: 'unavailable' });

    const recorder = new Recorder();
    const subscriber = keep(new RabbitmqSubscriber({ ...reaching('feed-projector'), topology }));
    await subscriber.subscribe(recorder.options());
    // Whatever is published before there is a way for it comes back.
    await relay(publisher, [[event]]);
    await eventually(() => expect(recorder.ids()).toEqual([event.id]));
    expect(recorder.deliveries.map(publisherOf)).toEqual([SOURCE]);
  });

  it('ask for events, and are asked', async () => {
    const subscriber = keep(new RabbitmqSubscriber({ ...reaching('feed-projector'), topology }));
    await subscriber.subscribe(new Recorder().options());
    const [asking, asked] = ['feed-projector', SOURCE].map((user) =>
      keep(new RabbitmqRequests(reaching(user))),
    );
    const heard: unknown[] = [];
    asked!.serve(`/${SOURCE}`, async (request) => void heard.push(request));
    for (const one of [asking!, asked!]) one.connect();
    const request = { source: `/${SOURCE}`, stream: 'employee/1', from: 1, to: 1 };
    await eventually(async () => {
      await asking!.send(request);
      expect(heard).toContainEqual(request);
    });
  });

  it('make no more partitions than the projector does', async () => {
    const connection = await connect(users.urlOf('feed-projector'));
    await declareTopology(connection, topology);
    expect(await declareTopology(connection, feedTopology({ partitions: 12 }))).toBe(12);
    await connection.close();
    const source = await connect(users.urlOf(SOURCE));
    await expect(declareTopology(source, feedTopology({ partitions: 13 }))).rejects.toThrow(/ACCESS_REFUSED/);
    await source.close().catch(() => {});
  });
});
