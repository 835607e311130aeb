/** Where publishers send to. Topic exchange; the routing key is the event's type. */
export const EVENTS_EXCHANGE = 'company.events';

/** The consumers of the partitions, and the beginning of their queues' names. */
export const PROJECTOR_GROUP = 'feed.projector';

/** Where whoever makes partitions tells how many there are. See partition-news.ts. */
export const PARTITION_NEWS_EXCHANGE = 'feed.partitions.news';

/** Where the feed asks sources for events once more. The routing key is the source, as in the envelope. */
export const REQUESTS_EXCHANGE = 'company.requests';

/** More projectors than this would wait for each other in the database long before. */
export const MOST_PARTITIONS = 64;

/** The consumers of what the broker could not deliver. */
export const DEAD_LETTER_GROUP = 'feed.dead-letters';

const UNROUTED = 'company.unrouted';
const PARTITIONS_EXCHANGE = 'feed.partitions';
const DEAD_LETTER_EXCHANGE = 'feed.dlx';
const DEAD_LETTER_QUEUE = 'feed.dead';
const QUORUM = { 'x-queue-type': 'quorum' };
/**
 * Behind these queues there is nothing: what came back too often would be dropped, after 20 times unless a limit is set
 * (RabbitMQ 4). Each kill of a consumer counts, and each batch that a database without space refuses.
 */
const LAST_STOP = { ...QUORUM, 'x-delivery-limit': 1_000_000_000 };

interface Exchange {
  readonly name: string;
  readonly type: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

interface Queue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

interface Binding {
  readonly from: string;
  readonly to: string;
  readonly kind: 'queue' | 'exchange';
  readonly key: string;
}

/** Everything durable that must exist in the broker, in the order in which it is declared. */
export interface Topology {
  readonly partitions: number;
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
  readonly bindings: readonly Binding[];
  /** Which queues each group consumes. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** The same with another number of partitions. */
  readonly with: (partitions: number) => Topology;
}

/** What may differ between installations. It must not differ between the processes of one. */
export interface TopologyOptions {
  /** Partition queues, at least: how many projectors can work at once. Where the broker has more, those count. */
  readonly partitions: number;
  /** Messages that wait in one partition before the broker refuses more, so that a dead projector cannot fill the disk. */
  readonly maxLength?: number;
  readonly partitionExchangeType?: string;
  /**
   * How often a message may come back before it goes to the dead letters. Each rejected batch and each kill of the
   * projector counts for all that it had been given, also for messages without fault, so it must outlast an outage in
   * which the database refuses: with pauses of up to 30 s, 1,000 times take more than 8 hours. What is wrong with one
   * message does not get here: the projector parks it at once.
   */
  readonly deliveryLimit?: number;
}

/** The queue of one partition, counted from 0. */
export function partitionQueue(partition: number): string {
  return `${PROJECTOR_GROUP}.${partition}`;
}

/** Where a source finds what it is asked for. It makes the queue itself: nobody else knows which sources there are. */
export function requestQueue(source: string): string {
  return `${REQUESTS_EXCHANGE}.${source.replace(/^\//, '')}`;
}

/** The topology as data. Pure; {@link declareTopology} makes it so. */
export function feedTopology(options: TopologyOptions): Topology {
  const { partitions, maxLength = 1_000_000, partitionExchangeType = 'x-consistent-hash' } = options;
  const { deliveryLimit = 1_000 } = options;
  const partitionQueues = Array.from({ length: partitions }, (_, n) => partitionQueue(n));
  return {
    partitions,
    queues: [
      { name: DEAD_LETTER_QUEUE, arguments: LAST_STOP },
      { name: UNROUTED, arguments: LAST_STOP },
      ...partitionQueues.map((name) => ({ name, arguments: partitionArguments(maxLength, deliveryLimit) })),
    ],
    exchanges: [
      { name: DEAD_LETTER_EXCHANGE, type: 'fanout', arguments: {} },
      { name: UNROUTED, type: 'fanout', arguments: {} },
      { name: PARTITION_NEWS_EXCHANGE, type: 'fanout', arguments: {} },
      { name: REQUESTS_EXCHANGE, type: 'direct', arguments: {} },
      { name: PARTITIONS_EXCHANGE, type: partitionExchangeType, arguments: { 'hash-header': 'subject' } },
      { name: EVENTS_EXCHANGE, type: 'topic', arguments: { 'alternate-exchange': UNROUTED } },
    ],
    bindings: [
      { from: DEAD_LETTER_EXCHANGE, to: DEAD_LETTER_QUEUE, kind: 'queue', key: '' },
      // The key of a binding to a consistent-hash exchange is the queue's weight.
      ...partitionQueues.map((to) => ({ from: PARTITIONS_EXCHANGE, to, kind: 'queue' as const, key: '1' })),
      { from: EVENTS_EXCHANGE, to: PARTITIONS_EXCHANGE, kind: 'exchange', key: '#' },
      // Last: a source may publish as soon as the exchange is there. Before its way is, the event is returned to it, and
      // does not lie where an operator would have to fetch it.
      { from: UNROUTED, to: UNROUTED, kind: 'queue', key: '' },
    ],
    groups: {
      [PROJECTOR_GROUP]: partitionQueues,
      [DEAD_LETTER_GROUP]: [DEAD_LETTER_QUEUE, UNROUTED],
    },
    with: (others) => feedTopology({ ...options, partitions: others }),
  };
}

function partitionArguments(maxLength: number, deliveryLimit: number): Record<string, unknown> {
  return {
    ...QUORUM,
    // One consumer at a time for each partition, or the events of one stream would overtake each other.
    'x-single-active-consumer': true,
    // Also what makes a quorum queue put returned messages back in front (rabbitmq.com/docs/queues, "message ordering").
    'x-delivery-limit': deliveryLimit,
    // Dead letters are lost on the way unless all three are set (rabbitmq.com/docs/quorum-queues, "dead lettering").
    'x-dead-letter-exchange': DEAD_LETTER_EXCHANGE,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
    'x-max-length': maxLength,
  };
}
