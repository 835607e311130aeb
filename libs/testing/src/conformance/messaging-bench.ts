import type { CloudEvent, WireMessage } from '#lib/envelope';
import { decodeMessage } from '#lib/envelope';
import { type Delivery, PROJECTOR_GROUP, PublishFailed, type Publisher } from '#lib/messaging';
import type { Subscriber, SubscribeOptions } from '#lib/messaging';

/** One broker, fresh and empty, as the suite needs it. */
export interface MessagingBench {
  readonly publisher: Publisher & { close(): Promise<void> };
  /** A further process that consumes, or the same one where there is only one. */
  newSubscriber(): Subscriber;
  /** A publisher that reaches no queue and no subscription. */
  unroutedPublisher(): Promise<Publisher>;
  /** Sends bytes that no publisher of ours would send. Absent: it cannot be done. */
  publishRaw?(message: WireMessage): Promise<void>;
  tearDown(): Promise<void>;
}

/** The `sequence`-th event of a stream. */
export function eventOf(subject: string, sequence: number, more: Partial<CloudEvent> = {}): CloudEvent {
  return {
    specversion: '1.0',
    id: `${subject}#${sequence}`,
    source: '/conformance',
    type: 'conformance.happened.v1',
    subject,
    sequence,
    time: '2026-01-02T03:04:05.678Z',
    data: { n: sequence },
    ...more,
  };
}

/** The first `count` events of each of the streams. */
export function streamsOf(subjects: readonly string[], count: number): CloudEvent[][] {
  return subjects.map((subject) => Array.from({ length: count }, (_, n) => eventOf(subject, n + 1)));
}

/**
 * Publishes as an outbox does: streams side by side, each in order, and each event again until it is taken. With
 * `stop` it gives up quietly.
 */
export async function relay(
  publisher: Publisher,
  streams: CloudEvent[][],
  stop = new AbortController().signal,
): Promise<void> {
  await Promise.all(
    streams.map(async (stream) => {
      for (const event of stream) await publishUntilTaken(publisher, event, stop);
    }),
  );
}

async function publishUntilTaken(publisher: Publisher, event: CloudEvent, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      return await publisher.publish(event);
    } catch (error) {
      if (!(error instanceof PublishFailed)) throw error;
      await publisher.whenReady(AbortSignal.any([stop, AbortSignal.timeout(20_000)])).catch(() => {});
    }
  }
}

/** A handler that notes what it handled, in order, and can be told to wait or to fail. */
export class Recorder {
  readonly batches: (readonly Delivery[])[] = [];
  started = 0;
  running = 0;
  mostRunning = 0;
  readyAsked = 0;
  /** Called before a batch is noted; what it throws rejects the batch. */
  before: (batch: readonly Delivery[]) => Promise<void> | void = () => {};

  options(batchMax = 10): SubscribeOptions {
    return {
      group: PROJECTOR_GROUP,
      batchMax,
      handle: (batch) => this.handle(batch),
      whenReady: async () => void this.readyAsked++,
    };
  }

  get deliveries(): Delivery[] {
    return this.batches.flat();
  }

  get events(): CloudEvent[] {
    return this.deliveries.flatMap((delivery) => decodeMessage(delivery));
  }

  /** The ids that were handled, of one subject or all. */
  ids(subject?: string): string[] {
    return this.events
      .filter((event) => subject === undefined || event.subject === subject)
      .map(({ id }) => id);
  }

  private async handle(batch: readonly Delivery[]): Promise<void> {
    this.started++;
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      await this.before(batch);
      this.batches.push(batch);
    } finally {
      this.running--;
    }
  }
}

/** A door that is shut until it is opened. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** How many of the publishes were confirmed, and how many failed for which reason. */
export async function outcomesOf(publishes: Promise<void>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(publishes)) {
    const outcome = result.status === 'fulfilled' ? 'confirmed' : (result.reason as PublishFailed).reason;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
