import { type Break, NONE_NEEDED } from './break.js';

const BOTH = ['distributed', 'standalone'] as const;
const CREATE_EVENTS = 'libs/event-store/src/migrations/create-events.ts';
const STATEMENTS = 'libs/event-store/src/statements.ts';
const PART_RELAY = 'libs/outbox/src/part-relay.ts';
const ONLY_RELAYS = ['kill: employee-registrar', 'kill: RabbitMQ', 'reset: wire to the broker'];

const STORM = ['storm: many hire one person, and change what they saw, at once'];

/** Between a command and the broker. */
export const sourceBreaks: readonly Break[] = [
  {
    name: 'commit-not-awaited',
    promise: 'what was answered with 2xx is committed',
    modes: BOTH,
    edits: [
      {
        file: 'libs/postgres/src/database-options.ts',
        from: `timezone: 'UTC',`,
        to: `timezone: 'UTC', synchronous_commit: 'off',`,
      },
    ],
    faults: ['kill: PostgreSQL', 'stop at once: PostgreSQL'],
    caughtBy: ['lost (commands)'],
  },
  {
    name: 'no-outbox-row',
    promise: 'an event and its place in the outbox are committed together',
    modes: BOTH,
    edits: [
      {
        file: CREATE_EVENTS,
        from: 'WHERE is_public ORDER BY position;',
        to: 'WHERE is_public AND random() > 0.02 ORDER BY position;',
      },
    ],
    faults: NONE_NEEDED,
    caughtBy: ['lost (log)'],
  },
  {
    name: 'expected-version-off',
    promise: 'who decided on an older state is refused',
    modes: BOTH,
    edits: [
      {
        file: CREATE_EVENTS,
        from: 'IF p_expected >= 0 AND p_expected <> v_version THEN',
        to: 'IF false THEN',
      },
    ],
    faults: STORM,
    caughtBy: ['doubled (streams)'],
  },
  {
    name: 'no-stream-lock',
    promise: 'the events of a stream are numbered one after the other',
    modes: BOTH,
    edits: [
      { file: CREATE_EVENTS, from: 'PERFORM pg_advisory_xact_lock(hashtextextended(p_stream, 7));', to: '' },
      // Alone the lock is not missed: the constraint refuses what it would have kept waiting.
      {
        file: CREATE_EVENTS,
        from: 'CONSTRAINT events_stream_version UNIQUE (stream, version)',
        to: 'CONSTRAINT events_stream_version CHECK (true)',
      },
      {
        file: CREATE_EVENTS,
        from: 'CREATE INDEX events_commit_order ON events (epoch, xid, position);',
        to: 'CREATE INDEX events_commit_order ON events (epoch, xid, position); CREATE INDEX ON events (stream, version);',
      },
    ],
    faults: STORM,
    caughtBy: ['disordered (streams)'],
  },
  {
    name: 'no-idempotency-keys',
    promise: 'a command that is repeated with its key is recorded once',
    modes: BOTH,
    edits: [
      {
        file: CREATE_EVENTS,
        from: 'SELECT i.* INTO v_used FROM idempotency i WHERE i.key = p_key;',
        to: 'SELECT i.* INTO v_used FROM idempotency i WHERE false;',
      },
      {
        file: CREATE_EVENTS,
        from: 'VALUES (p_key, p_fingerprint, p_stream, version);',
        to: 'VALUES (p_key, p_fingerprint, p_stream, version) ON CONFLICT DO NOTHING;',
      },
      {
        file: STATEMENTS,
        from: 'FROM idempotency WHERE key = $1`',
        to: 'FROM idempotency WHERE key = $1 AND false`',
      },
    ],
    faults: [
      'kill: employee-registrar',
      'kill: standalone',
      'kill: PostgreSQL',
      'reset: wire to the database',
    ],
    caughtBy: ['differing (commands)'],
  },
  {
    name: 'deleted-before-confirm',
    promise: 'an event stays in the outbox until the broker has it',
    modes: BOTH,
    edits: [
      {
        file: PART_RELAY,
        from: 'const { confirmed, failure } = await this.publish(rows);',
        to: 'await this.forget(rows.map(({ id }) => id)); const { failure } = await this.publish(rows);',
      },
      { file: PART_RELAY, from: 'const held = await this.forget(confirmed);', to: 'const held = true;' },
    ],
    faults: [...ONLY_RELAYS, 'kill: standalone'],
    caughtBy: ['lost (log)'],
  },
  {
    name: 'low-water-too-soon',
    promise: 'a row that becomes visible late is not skipped in the outbox',
    modes: BOTH,
    edits: [
      {
        file: 'libs/outbox/src/low-water.ts',
        from: 'now - this.candidate.at > LONGEST_TRANSACTION_MS',
        to: 'true',
      },
      {
        file: 'libs/outbox/src/low-water.ts',
        from: 'return now - this.fullScanAt >= FULL_SCAN_EVERY_MS;',
        to: 'return false;',
      },
    ],
    faults: ['event committed late'],
    caughtBy: ['lost (log)', 'stuck (leftovers)'],
  },
  {
    name: 'no-fence',
    promise: 'who has lost a part of the outbox has nothing to do with it any more',
    modes: ['distributed'],
    edits: [
      {
        file: 'libs/outbox/src/outbox-relay.ts',
        from: 'for (const part of this.parts.keys())',
        to: 'for (const part of [])',
      },
      {
        file: PART_RELAY,
        from: 'while (this.woken && performance.now() < this.lease.validUntil) {',
        to: 'while (this.woken) {',
      },
      {
        file: 'libs/outbox/src/statements.ts',
        from: 'ON own.part = lease.part AND own.owner = lease.owner AND own.epoch = lease.epoch',
        to: 'ON own.part = lease.part',
      },
    ],
    faults: ['pause: employee-registrar'],
    caughtBy: ['doubled (wire)'],
  },
  {
    name: 'relay-out-of-order',
    promise: 'a stream is published in its order',
    modes: ['distributed'],
    edits: [
      { file: PART_RELAY, from: 'for (const row of rows) {', to: 'for (const row of rows.toReversed()) {' },
    ],
    faults: ONLY_RELAYS,
    caughtBy: ['disordered (wire)'],
  },
  {
    name: 'cursor-over-sequence',
    promise: 'who reads everything skips nothing that commits late',
    modes: BOTH,
    edits: [
      {
        file: STATEMENTS,
        from: 'WHERE (epoch, xid, position) > ($1, $2::xid8, $3)',
        to: 'WHERE position > $3 AND ($1::int, $2::xid8) IS NOT NULL',
      },
      {
        file: STATEMENTS,
        from: 'AND (epoch < (SELECT epoch FROM event_epoch) OR NOT ${NOT_MOVED} OR xid < pg_snapshot_xmin(pg_current_snapshot()))',
        to: '',
      },
      {
        file: STATEMENTS,
        from: 'ORDER BY events.epoch, events.xid, events.position LIMIT $4',
        to: 'ORDER BY events.position LIMIT $4',
      },
    ],
    faults: ['event committed late'],
    caughtBy: ['lost (followed)'],
  },
];
