import { MAX_MESSAGE_BYTES } from '#lib/envelope';
import { EVENTS_EXCHANGE, feedTopology, partitionQueue, PROJECTOR_GROUP } from '#lib/messaging';
import { messageComponents } from './asyncapi.messages.js';
import type { JsonSchema } from './event-schema.document.js';
import type { Examples } from './golden.examples.js';
import { publishedEvents } from './published.events.js';

const bindingVersion = '0.3.0';
const topology = feedTopology({ partitions: 1 });
const exchange = topology.exchanges.find(({ name }) => name === EVENTS_EXCHANGE)!;
const queue = topology.queues.find(({ name }) => name === partitionQueue(0))!;
const anyQueue = partitionQueue(0).replace(/0$/, '{partition}');
const types = publishedEvents.map(({ contract: { type } }) => type);

/** The bus as AsyncAPI 3.0: who publishes what to the exchange, and what the projector takes from its queues. */
export function asyncapiDocument(examples: Examples): JsonSchema {
  return {
    asyncapi: '3.0.0',
    id: 'urn:company-feed:bus',
    info: { title: 'company feed: events', version: '1', description, license: { name: 'MIT' } },
    defaultContentType: 'application/cloudevents+json',
    servers: { broker },
    channels: { events: eventsChannel(), partition: partitionChannel() },
    operations: operations(),
    components: messageComponents(examples),
  };
}

const description = `Every event is a CloudEvent 1.0 of at most ${MAX_MESSAGE_BYTES} bytes.

The messages below are in structured mode: the whole event is the body. The projector takes two other modes as well:
\`application/cloudevents-batch+json\`, where the body is an array of events and one that is wrong refuses all, and binary
mode, where the attributes are headers named \`cloudEvents_id\`, \`cloudEvents_source\` and so on, the content type is
\`application/json\`, and the body is the data.

Publish persistent and mandatory, and wait for the broker's confirm: until then an event may be lost. What has no way to
AMQP posts its events to \`/events\` of event-intake, see its OpenAPI document.`;

const broker = {
  host: '{host}',
  protocol: 'amqp',
  protocolVersion: '0-9-1',
  description:
    'RabbitMQ. The apps declare the exchanges and queues themselves, and refuse to start on others.',
  variables: { host: { default: 'localhost:5672', description: 'Host and port of AMQP_URL.' } },
  security: [{ $ref: '#/components/securitySchemes/login' }],
};

const messagesByRef = () =>
  Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }]));

function eventsChannel(): JsonSchema {
  return {
    address: '{type}',
    title: EVENTS_EXCHANGE,
    description: 'Where publishers send to. The routing key is the type of the event.',
    parameters: { type: { enum: types, location: '$message.payload#/type' } },
    messages: messagesByRef(),
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: exchange.name, type: exchange.type, durable: true, autoDelete: false },
        'x-arguments': exchange.arguments,
        bindingVersion,
      },
    },
  };
}

function partitionChannel(): JsonSchema {
  return {
    address: anyQueue,
    title: PROJECTOR_GROUP,
    description: 'One of the queues of the projector. All events of one subject are in the same.',
    parameters: {
      partition: {
        description: 'From 0 on, without gaps. There may come more of them.',
        default: '0',
        examples: ['0', '3'],
      },
    },
    messages: messagesByRef(),
    bindings: {
      amqp: {
        is: 'queue',
        queue: { name: anyQueue, durable: true, exclusive: false, autoDelete: false },
        'x-arguments': queue.arguments,
        bindingVersion,
      },
    },
  };
}

/** One for each source of ours, one for all other systems, and the projector's. */
function operations(): JsonSchema {
  const sources = [...new Set(publishedEvents.map(({ source }) => source))];
  return {
    ...(Object.fromEntries(
      sources.map((source) => [`${source ?? 'anybody'}.publish`, publish(source)]),
    ) as JsonSchema),
    'feed-projector.receive': {
      action: 'receive',
      channel: { $ref: '#/channels/partition' },
      summary: 'feed-projector keeps the feed. One consumer at a time for each partition.',
      messages: types.map((type) => ({ $ref: `#/channels/partition/messages/${type}` })),
      bindings: { amqp: { ack: true, bindingVersion } },
    },
  };
}

function publish(source: string | undefined): JsonSchema {
  const published = publishedEvents.filter((event) => event.source === source);
  return {
    action: 'send',
    channel: { $ref: '#/channels/events' },
    summary:
      source === undefined
        ? 'Any other system, under a source of its own.'
        : `${source} alone, under the source /${source}.`,
    messages: published.map(({ contract: { type } }) => ({ $ref: `#/channels/events/messages/${type}` })),
    bindings: { amqp: { deliveryMode: 2, mandatory: true, bindingVersion } },
  };
}
