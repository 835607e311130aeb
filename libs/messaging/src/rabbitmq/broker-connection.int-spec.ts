import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { eventOf, eventually, type RabbitmqBench, rabbitmqBench } from '#lib/testing';

let bench: RabbitmqBench;
afterEach(() => bench.tearDown());

async function attempts(upTo: number): Promise<void> {
  await eventually(() => expect(bench.proxy.accepted).toBeGreaterThanOrEqual(upTo), { timeoutMs: 20_000 });
}

function heapMiB(): number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

test('a thousand failed attempts leave no listeners, sockets or memory behind, and few lines in the log', async () => {
  bench = await rabbitmqBench({ connect: false });
  bench.proxy.refuse(true);
  const publisher = bench.newPublisher({ retryMs: 2 });
  await publisher.connect();
  await attempts(300);
  const before = heapMiB();
  await attempts(1_300);
  expect(heapMiB() - before).toBeLessThan(1);
  const handles = process.getActiveResourcesInfo();
  expect(handles.filter((kind) => kind === 'TCPSocketWrap').length).toBeLessThan(20);
  expect(handles.filter((kind) => kind === 'Timeout').length).toBeLessThan(20);
  expect(bench.logged.length).toBeLessThan(50);
  bench.proxy.refuse(false);
  await publisher.whenReady(AbortSignal.timeout(10_000));
  await publisher.publish(eventOf('person/1', 1));
});
