import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConsumeMessage } from 'amqplib';
import { decodeMessage } from '#lib/envelope';
import { EVENTS_EXCHANGE } from '#lib/messaging';
import { manageBroker } from '../injectors/at-the-broker.js';
import type { Load } from '../load/load.js';
import type { SystemUnderTest } from '../system.js';
import { keyOf } from '../verdict/evidence.js';
import { SOURCES } from '../verdict/session.js';
import { PLANTED_APP_ID, type Wire, WireOrder } from './wire-order.js';

const TRACE_EXCHANGE = 'amq.rabbitmq.trace';
const OURS = new Set(Object.keys(SOURCES).map((app) => `/${app}`));
const STRUCTURED = 'application/cloudevents+json';
const AGAIN_AFTER_MS = 200;
/** Half a minute; then nothing is heard, which is a finding. */
const TRIES_MOST = 150;
const HIRES = 100;
const SLOW_MS = 150;
/** Replicas that have just started take their share of the outbox from the others, when leases are renewed. */
const LEASES_SETTLE_MS = 3_000;
/** A relay that nothing woke looks for rows within a second. */
const LAST_COPIES_MS = 1_500;

/**
 * Listens to what relays publish, by the broker's firehose (rabbitmq.com/docs/firehose): a queue bound beside the
 * partitions would make routable what no partition takes, and so hide faults. The firehose has a message before its
 * publisher gets the confirm, so events of one stream are heard in the order in which they were published.
 */
export class Wiretap {
  private readonly order = new WireOrder();
  private readonly copies = new Map<string, number>();
  private countsCopies = false;
  private listens = false;
  private readonly stopped = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly system: SystemUnderTest) {}

  start(): void {
    this.listening = this.keepListening();
  }

  /**
   * To be called when nothing is on its way and nothing is done to the system any more. Has some hired at once, each of
   * whom should be heard of once, and answers what was heard since the start. The broker is slow meanwhile, so that rows
   * stay in the outbox for as long as a second relay would need to find them.
   */
  async hearOneBurst(load: Load): Promise<Wire> {
    await sleep(LEASES_SETTLE_MS);
    for (let tries = 0; !this.listens && tries < TRIES_MOST; tries++) await sleep(AGAIN_AFTER_MS);
    this.countsCopies = true;
    this.system.brokerProxy!.become({ delayMs: SLOW_MS });
    await load.burst(HIRES);
    await sleep(LAST_COPIES_MS);
    this.system.brokerProxy!.become();
    this.stopped.abort();
    await this.listening;
    return { disordered: this.order.disordered, copies: this.copies };
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      // While the broker is away there is nothing to hear.
      await this.listen(signal).catch(() => undefined);
      this.listens = false;
      await sleep(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async listen(signal: AbortSignal): Promise<void> {
    await manageBroker(this.system, 'PUT', 'vhosts/%2F', { tracing: true });
    const connection = await connect(this.system.rabbitmq!.amqpUrl, { timeout: 5_000 });
    try {
      const ended = once(connection, 'close', { signal }).catch(() => undefined);
      connection.on('error', () => undefined);
      const channel = await connection.createChannel();
      const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
      await channel.bindQueue(queue, TRACE_EXCHANGE, `publish.${EVENTS_EXCHANGE}`);
      this.order.begin();
      await channel.consume(queue, (message) => message && this.hear(message), { noAck: true });
      this.listens = true;
      await ended;
    } finally {
      await connection.close().catch(() => undefined);
    }
  }

  private hear({ content, properties }: ConsumeMessage): void {
    const { app_id: appId } = (properties.headers as { properties: { app_id?: string } }).properties;
    if (appId === PLANTED_APP_ID) return;
    // What a relay sends is always a whole event in the body.
    for (const event of decodeMessage({ contentType: STRUCTURED, headers: {}, body: content })) {
      // Whoever posts events of another source numbers them, and may post them in another order.
      if (OURS.has(event.source)) this.order.take(event);
      if (this.countsCopies) this.copies.set(keyOf(event), (this.copies.get(keyOf(event)) ?? 0) + 1);
    }
  }
}
