import type { Break } from './break.js';

const CONSUMER = 'libs/messaging/src/rabbitmq/batch-consumer.ts';

/** Between the outbox and the projector. */
export const wireBreaks: readonly Break[] = [
  {
    name: 'no-confirm',
    promise: 'an event counts as published when the broker has confirmed it',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/messaging/src/rabbitmq/confirmed-channel.ts',
        from: 'this.channel.publish(exchange, routingKey, body, properties, confirmed);',
        to: 'this.channel.publish(exchange, routingKey, body, properties, confirmed); clearTimeout(timer); resolve();',
      },
    ],
    faults: ['blackhole and cut: wire to the broker'],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'no-mandatory',
    promise: 'an event that no queue takes is not taken for published',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/messaging/src/rabbitmq/rabbitmq-publisher.ts',
        from: 'mandatory: true,',
        to: 'mandatory: false,',
      },
    ],
    faults: ['bindings removed at the broker'],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'no-partition-news',
    promise: 'a partition that comes up is consumed at once',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/messaging/src/rabbitmq/declare-topology.ts',
        from: 'tellPartitions(channel, topology.partitions);',
        to: '',
      },
    ],
    faults: ['partitions grow'],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'ack-before-commit',
    promise: 'the broker keeps a delivery until it is committed',
    modes: ['distributed'],
    edits: [
      { file: CONSUMER, from: 'this.acknowledgeUpTo(batch.at(-1));', to: '' },
      {
        file: CONSUMER,
        from: 'await this.options.handle(batch);',
        to: 'this.acknowledgeUpTo(batch.at(-1)); await this.options.handle(batch);',
      },
    ],
    faults: ['kill: feed-projector', 'kill: PostgreSQL', 'disk full: log of the projector'],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'ack-before-commit-in-process',
    promise: 'in standalone an event stays in the outbox until it is committed',
    modes: ['standalone'],
    edits: [
      {
        file: 'libs/messaging/src/in-process/in-process-group.ts',
        from: 'const batch = this.queue.splice(0, member.options.batchMax);',
        to: 'const batch = this.queue.splice(0, member.options.batchMax); for (const { taken } of batch) taken();',
      },
    ],
    faults: ['kill: standalone', 'kill: PostgreSQL', 'disk full: log of the projector'],
    caughtBy: ['lost (log)'],
  },
];
