// Publishes announcements to the company feed: over AMQP where AMQP_URL is set, and over HTTP.
//
//     AMQP_URL=amqp://user:password@host:5672 FEED_URL=http://127.0.0.1:3000 FEED_TOKEN=… node publish.mjs
//
// Needs amqplib. What each field means: docs/publish.md.
import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import amqp from 'amqplib';

const EXCHANGE = 'company.events';
const STRUCTURED = 'application/cloudevents+json';
// Who speaks, as the feed shows it. Each publisher has its own source: an event is known by source and id.
const SOURCE = '/example-node';

/** A CloudEvent. Make it once: when you are not sure that it arrived, send the same again, id and all. */
function announcement(data) {
  const id = randomUUID();
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: 'announcement.posted.v1',
    subject: `announcement/${id}`,
    time: new Date().toISOString(),
    data,
  };
}

async function publishOverAmqp(event) {
  const connection = await amqp.connect(env.AMQP_URL);
  try {
    const channel = await connection.createConfirmChannel();
    const failed = new Promise((_, reject) => {
      // No such exchange, for example: the broker closes the channel, and this is the reason.
      channel.on('error', reject);
      // Only because of `mandatory`. A message that no queue takes is returned first, and confirmed then.
      channel.on('return', () => reject(new Error(`no queue takes what is sent to ${EXCHANGE}`)));
    });
    channel.publish(EXCHANGE, event.type, Buffer.from(JSON.stringify(event)), {
      contentType: STRUCTURED,
      persistent: true,
      mandatory: true,
      // Who publishes: the broker takes no other name than that of the connection's user, and the feed asks for it.
      userId: decodeURIComponent(new URL(env.AMQP_URL).username) || 'guest',
      // The feed reads none of these, but whoever looks into a queue does.
      appId: SOURCE.slice(1),
      messageId: event.id,
      type: event.type,
      timestamp: Math.floor(Date.parse(event.time) / 1000),
      // The partitions hash on the header `subject`; all messages without one land in the same partition.
      headers: { subject: event.subject },
    });
    await Promise.race([failed, channel.waitForConfirms()]);
  } finally {
    await connection.close();
  }
}

async function publishOverHttp(event) {
  if (!env.FEED_TOKEN) throw new Error('FEED_TOKEN is not set: the token of this source');
  const response = await fetch(`${env.FEED_URL ?? 'http://127.0.0.1:3000'}/events`, {
    method: 'POST',
    // The token says who publishes; with it nothing can be published that is of another source.
    headers: { 'content-type': STRUCTURED, authorization: `Bearer ${env.FEED_TOKEN}` },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(30_000),
  });
  // Else it is a problem, which says what is wrong and where.
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
}

if (env.AMQP_URL) {
  const meeting = announcement({ text: { en: 'All hands at four', ru: 'Общее собрание в четыре' } });
  await publishOverAmqp(meeting);
  console.log('published amqp', meeting.id);
} else {
  console.log('AMQP_URL is not set: over HTTP only');
}

const minutes = announcement({
  text: { en: 'The minutes are out', ru: 'Протокол готов' },
  link: 'https://portal.example/minutes',
  // Whose announcement it is: the id of a person, as the source of employees gave it.
  ...(env.ACTOR_ID && { actorId: env.ACTOR_ID }),
});
await publishOverHttp(minutes);
console.log('published http', minutes.id);
