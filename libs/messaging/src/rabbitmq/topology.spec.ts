import { expect, test } from 'vitest';
import { feedTopology, partitionQueue } from './topology.js';

test('every partition has a queue that keeps order, bounds and dead letters, and a binding of weight 1', () => {
  const { queues, bindings } = feedTopology({ partitions: 3 });
  for (const name of [0, 1, 2].map(partitionQueue)) {
    expect(queues.find((queue) => queue.name === name)?.arguments).toEqual({
      'x-queue-type': 'quorum',
      'x-single-active-consumer': true,
      'x-delivery-limit': 1_000,
      'x-dead-letter-exchange': 'feed.dlx',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
      'x-max-length': 1_000_000,
    });
    expect(bindings).toContainEqual({ from: 'feed.partitions', to: name, kind: 'queue', key: '1' });
  }
});

test('everything that is bound is declared; events come in when all is there, and are kept apart only after that', () => {
  const { queues, exchanges, bindings } = feedTopology({ partitions: 2 });
  const names = { queue: queues.map(({ name }) => name), exchange: exchanges.map(({ name }) => name) };
  for (const { from, to, kind } of bindings) {
    expect(names.exchange).toContain(from);
    expect(names[kind]).toContain(to);
  }
  expect(bindings.slice(-2)).toEqual([
    { from: 'company.events', to: 'feed.partitions', kind: 'exchange', key: '#' },
    { from: 'company.unrouted', to: 'company.unrouted', kind: 'queue', key: '' },
  ]);
  expect(exchanges.at(-1)?.arguments).toEqual({ 'alternate-exchange': 'company.unrouted' });
});
