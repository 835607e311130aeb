import { connect, type Options } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF, eventually } from '#lib/testing';
import { as, get, post, readFeed } from './support/http.js';
import { announcement, type Announcement } from './support/intake.client.js';
import { type RunningFeed, startApart } from './support/running-feed.js';

const USER = 'example-node';

// A broker without users of its own cannot tell who it was.
describe.skipIf(!process.env['TEST_RABBITMQ_MANAGEMENT_URL'])('who publishes over RabbitMQ', () => {
  let system: RunningFeed;
  beforeAll(async () => {
    system = await startApart();
    // All that there is at the broker has been made when the first event is through.
    await post(`${system.registrar}/employees`, { name: 'Anna Ivanova', position: 'Cook' });
    await eventually(async () => expect((await readFeed(system.feed)).items).toHaveLength(1));
  });
  afterAll(() => system.close());

  /** Resolves on the broker's confirm; rejects with what it says when it closes the channel. */
  async function publish(event: Announcement, options: Options.Publish): Promise<void> {
    const connection = await connect(system.amqpUrlOf!(USER));
    try {
      const channel = await connection.createConfirmChannel();
      const refused = new Promise<never>((_, reject) => channel.on('error', reject));
      const contentType = 'application/cloudevents+json';
      const headers = { subject: event.id };
      channel.publish('company.events', event.type, Buffer.from(JSON.stringify(event)), {
        contentType,
        headers,
        ...options,
      });
      await Promise.race([refused, channel.waitForConfirms()]);
    } finally {
      await connection.close();
    }
  }

  const parked = async (eventId: string): Promise<object | undefined> => {
    const { body } = await get(`${system.projector}/operator/parked?reason=publisher-not-allowed`);
    return (body['items'] as unknown as { eventId: string }[]).find((one) => one.eventId === eventId);
  };
  const texts = async (): Promise<string[]> =>
    (await readFeed(system.feed)).items.map(({ message }) => message.text);

  it('is in the feed under its own name', async () => {
    await publish(announcement('It is me', { source: `/${USER}` }), { userId: USER });
    await eventually(async () => expect(await texts()).toContain('It is me'));
  });

  it('is refused by the broker under the name of another', async () => {
    const event = announcement('It is payroll', { source: '/payroll' });
    await expect(publish(event, { userId: 'payroll' })).rejects.toThrow(/406.*user_id property/);
  });

  it('is refused by the projector under the name of another, past the broker', async () => {
    const event = announcement('It is payroll, really', { source: '/payroll' });
    await publish(event, { userId: USER });
    await eventually(async () => expect(await parked(event.id)).toBeDefined());
    expect(await parked(event.id)).toMatchObject({ source: '/payroll', stream: null });
    expect(await texts()).not.toContain('It is payroll, really');
    const metrics = await fetch(`${system.projector}/metrics`, { headers: await as(CHIEF) });
    expect(await metrics.text()).toContain(`feed_publisher_refusals_total{user="${USER}"} 1`);
  });
});
