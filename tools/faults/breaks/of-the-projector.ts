import { type Break, NONE_NEEDED } from './break.js';

const BOTH = ['distributed', 'standalone'] as const;
const PLAN = 'apps/feed-projector/src/plan-batch.ts';
const PROJECTION = 'libs/read-model/src/statements/projection.ts';
const CREATE_FEED = 'libs/read-model/src/migrations/create-feed.ts';
const COPIES = 'deliveries: copies of published events, shuffled, twice';

/** Between the projector's delivery and the reader. */
export const projectorBreaks: readonly Break[] = [
  {
    name: 'no-dedupe',
    promise: 'an event takes effect once, however often it comes',
    modes: ['distributed'],
    edits: [
      {
        file: PLAN,
        from: 'this.takeAgain(event, before);',
        to: 'apply(event, this.plan, this.refused, this.dataOf);',
      },
      // Alone it is not missed: the constraint refuses the second one.
      {
        file: CREATE_FEED,
        from: 'CONSTRAINT log_event UNIQUE (source, event_id)',
        to: 'CONSTRAINT log_event CHECK (true)',
      },
    ],
    faults: [COPIES],
    caughtBy: ['doubled (log)'],
  },
  {
    name: 'no-order',
    promise: 'an event that comes too early waits for the one before it',
    modes: ['distributed'],
    edits: [{ file: PLAN, from: 'sequence > this.last + 1', to: 'false' }],
    faults: ['deliveries: events before their relay sends them, shuffled'],
    caughtBy: ['disordered (order)'],
  },
  {
    name: 'no-transaction',
    promise: 'a batch takes effect as a whole or not at all',
    modes: BOTH,
    edits: [{ file: 'libs/postgres/src/database.ts', from: `await client.query('BEGIN');`, to: '' }],
    faults: [
      'kill: feed-projector',
      'kill: standalone',
      'kill: PostgreSQL',
      'end sessions in the middle of transactions',
    ],
    caughtBy: ['lost (projection)'],
  },
  {
    name: 'parked-dropped',
    promise: 'what cannot be applied is kept',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/read-model/src/feed-writer.ts',
        from: 'this.runIfAny(insertParked, batch.parked.map(parkedRow)),',
        to: '',
      },
    ],
    faults: [
      'poison: an event that breaks its contract, good ones behind it',
      'poison: a message that is no event',
    ],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'parked-stream-goes-on',
    promise: 'a stream waits behind an event that cannot be applied',
    modes: ['distributed'],
    edits: [
      { file: PLAN, from: 'else if (this.parked)', to: 'else if (false)' },
      { file: PLAN, from: 'if (rejected) {', to: 'if (false) {' },
    ],
    faults: ['poison: an event that breaks its contract, good ones behind it'],
    caughtBy: ['unexpected (log)'],
  },
  {
    name: 'retraction-ignored',
    promise: 'what was taken back is not shown',
    modes: BOTH,
    edits: [
      { file: 'apps/feed-projector/src/feed-batch.mapper.ts', from: 'if (!retracts)', to: 'if (true)' },
    ],
    faults: NONE_NEEDED,
    caughtBy: ['unexpected (projection)'],
  },
  {
    name: 'reactions-twice',
    promise: 'reactions are counted once',
    modes: BOTH,
    edits: [
      {
        file: PROJECTION,
        from: 'SELECT entry_id, kind, sum(by)::int AS by FROM changed',
        to: 'SELECT entry_id, kind, 2 * sum(by)::int AS by FROM changed',
      },
    ],
    faults: NONE_NEEDED,
    caughtBy: ['differing (projection)'],
  },
  {
    name: 'names-of-before',
    promise: 'people are called what they are called now',
    modes: BOTH,
    edits: [
      {
        file: PROJECTION,
        from: 'ON CONFLICT (mention) DO UPDATE SET name = excluded.name WHERE',
        to: 'ON CONFLICT (mention) DO UPDATE SET name = known.name WHERE',
      },
    ],
    faults: NONE_NEEDED,
    caughtBy: ['differing (projection)'],
  },
  {
    name: 'no-position-lock',
    promise: 'positions are in commit order',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/read-model/src/statements/consumption.ts',
        from: 'SELECT pg_advisory_xact_lock(7305804402)',
        to: 'SELECT 7305804402',
      },
      // Two projectors have to write at once. Else the one that comes first has all partitions, and the other none.
      {
        file: 'libs/messaging/src/rabbitmq/batch-consumer.ts',
        from: 'for (const queue of this.options.queues())',
        to: 'for (const queue of this.options.queues().toSorted(() => Math.random() - 0.5))',
      },
      {
        file: 'libs/messaging/src/rabbitmq/batch-consumer.ts',
        from: 'await channel.consume(queue, (message) => this.take(message));',
        to: '{ await new Promise((go) => setTimeout(go, 1_000)); await channel.consume(queue, (message) => this.take(message)); }',
      },
    ],
    // A transaction with reactions waits between drawing positions and its commit, others without do not.
    faults: ['lock held: feed.reaction_v1'],
    count: 6,
    caughtBy: ['lost (positions)'],
  },
];
