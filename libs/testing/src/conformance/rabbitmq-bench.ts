import { type Channel, connect } from 'amqplib';
import {
  EVENTS_EXCHANGE,
  feedTopology,
  RabbitmqPublisher,
  type RabbitmqPublisherOptions,
  RabbitmqSubscriber,
  type RabbitmqSubscriberOptions,
  type TopologyOptions,
} from '#lib/messaging';
import { createVhost, type TestVhost } from '../servers/test-vhost.js';
import type { MessagingBench } from './messaging-bench.js';
import { TcpProxy } from './tcp-proxy.js';

/** The suite's bench on a virtual host of its own, with a wire to cut. */
export interface RabbitmqBench extends MessagingBench {
  readonly publisher: RabbitmqPublisher;
  /** All publishers and subscribers of the bench go through it. */
  readonly proxy: TcpProxy;
  /** What they logged. */
  readonly logged: string[];
  newPublisher(more?: Partial<RabbitmqPublisherOptions>): RabbitmqPublisher;
  newSubscriber(more?: Partial<RabbitmqSubscriberOptions>): RabbitmqSubscriber;
  /** Works on a channel of its own, past the proxy. */
  asOperator<Result>(work: (channel: Channel) => Promise<Result>): Promise<Result>;
}

interface BenchOptions extends Partial<TopologyOptions> {
  readonly connect?: boolean;
  readonly vhost?: TestVhost;
}

/** Its own publisher is connecting when it resolves, unless `connect` is false. `vhost`: default a new one. */
export async function rabbitmqBench(more: BenchOptions = {}): Promise<RabbitmqBench> {
  const { connect: toConnect = true, vhost = await createVhost(), ...topology } = more;
  const proxy = await TcpProxy.to(vhost.amqpUrl);
  const made: { close(): Promise<void> }[] = [];
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const options = {
    url: proxy.through(vhost.amqpUrl),
    connectionName: 'bench',
    topology: feedTopology({ partitions: 2, ...topology }),
    logger: { log: note, warn: note, error: note },
    retryMs: 50,
  };
  const keep = <Made extends { close(): Promise<void> }>(one: Made): Made => {
    made.push(one);
    return one;
  };
  const bench = {
    proxy,
    logged,
    publisher: keep(new RabbitmqPublisher(options)),
    newPublisher: (more = {}) => keep(new RabbitmqPublisher({ ...options, ...more })),
    newSubscriber: (more = {}) => keep(new RabbitmqSubscriber({ ...options, ...more })),
    asOperator: async <Result>(work: (channel: Channel) => Promise<Result>) =>
      asOperator(vhost.amqpUrl, work),
    unroutedPublisher: async () => {
      const publisher = keep(new RabbitmqPublisher({ ...options, exchange: 'amq.fanout' }));
      await publisher.connect();
      await publisher.whenReady(AbortSignal.timeout(10_000));
      return publisher;
    },
    publishRaw: ({ contentType, headers, body }) =>
      asOperator(vhost.amqpUrl, async (channel) => {
        channel.publish(EVENTS_EXCHANGE, 'raw', body, { contentType: contentType ?? '', headers });
      }),
    tearDown: async () => {
      await Promise.all(made.map((one) => one.close()));
      await proxy.close();
      await vhost.drop();
    },
  } satisfies RabbitmqBench;
  if (toConnect) await bench.publisher.connect();
  return bench;
}

async function asOperator<Result>(url: string, work: (channel: Channel) => Promise<Result>): Promise<Result> {
  const connection = await connect(url);
  try {
    const channel = await connection.createChannel();
    // The operation that failed rejects as well.
    channel.on('error', () => {});
    const result = await work(channel);
    await channel.close();
    return result;
  } finally {
    await connection.close();
  }
}
