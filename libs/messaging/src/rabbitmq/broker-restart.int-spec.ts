import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually, obtainRabbitmq, rabbitmqBench, Recorder, relay, streamsOf } from '#lib/testing';

test(
  'a broker killed twice in the middle of publishing loses no event',
  { timeout: 120_000 },
  async ({ skip }) => {
    const dir = await mkdtemp(join(tmpdir(), 'broker-restart-'));
    const broker = await obtainRabbitmq({ dir, log: () => {} });
    skip(!broker.managed, 'needs a broker that it may kill');
    try {
      const bench = await rabbitmqBench({ vhost: { amqpUrl: broker.amqpUrl, drop: async () => {} } });
      const recorder = new Recorder();
      await bench.newSubscriber().subscribe(recorder.options(50));
      const streams = streamsOf(
        Array.from({ length: 20 }, (_, n) => `person/${n}`),
        250,
      );
      // A new quorum queue's name is on RabbitMQ's disk half a second late; killed before, the queue has no leader again.
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const relaying = relay(bench.publisher, streams);
      for (const seen of [500, 2_500]) {
        await eventually(() => expect(recorder.deliveries.length).toBeGreaterThan(seen), {
          timeoutMs: 30_000,
        });
        await broker.restart();
      }
      await relaying;
      await eventually(() => expect(new Set(recorder.ids()).size).toBe(5_000), { timeoutMs: 30_000 });
      // Nothing is said about order: RabbitMQ 3.10 may deliver what was waiting before what the dead consumer had in
      // hand. The projector holds such an event until its predecessor is there, by the sequence.
      await bench.tearDown();
    } finally {
      await broker.dispose();
      await rm(dir, { recursive: true, force: true, maxRetries: 50, retryDelay: 50 });
    }
  },
);
