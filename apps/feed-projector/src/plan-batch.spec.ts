import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import type { StreamState } from '#lib/read-model';
import { type Plan, planBatch } from './plan-batch.js';

const stream = (state: Partial<StreamState> = {}): StreamState => ({
  source: '/employee-registrar',
  stream: 'employee/1',
  lastSequence: 0,
  revision: 0,
  parked: false,
  pending: [],
  ...state,
});

function hired(sequence: number | undefined, more: Partial<CloudEvent> = {}): CloudEvent {
  const subject = more.subject ?? 'employee/1';
  return {
    specversion: '1.0',
    id: `${subject} ${sequence}`,
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject,
    ...(sequence !== undefined && { sequence }),
    time: '2026-11-20T10:00:00Z',
    data: { employeeId: '1', name: 'Anna', position: 'Engineer' },
    ...more,
  };
}

const numbers = (events: readonly CloudEvent[]) => events.map(({ sequence }) => sequence);
const applied = (plan: Plan) => numbers(plan.applied.map(({ event }) => event));

describe('a batch', () => {
  it('applies what comes next in its stream, and moves the stream on', () => {
    const plan = planBatch([hired(1), hired(2)], [stream()], []);
    expect(applied(plan)).toEqual([1, 2]);
    expect(plan.streams).toEqual([
      { source: '/employee-registrar', stream: 'employee/1', revision: 0, lastSequence: 2 },
    ]);
  });

  it('skips what was applied before, or is in it twice', () => {
    const logged = [hired(3)];
    const plan = planBatch([hired(3), hired(4), hired(4)], [stream({ lastSequence: 3 })], logged);
    expect(applied(plan)).toEqual([4]);
    expect(numbers(plan.duplicates)).toEqual([3, 4]);
  });

  it('keeps another event that comes in the place of one that was applied, or waits', () => {
    const streams = [stream({ lastSequence: 3, pending: [hired(6)] })];
    const others = [hired(2, { id: 'a' }), hired(4), hired(4, { id: 'b' }), hired(6, { id: 'c' })];
    const plan = planBatch(others, streams, []);
    expect(plan.duplicates).toEqual([]);
    expect(plan.parked.map(({ event, reason }) => [event.id, reason])).toEqual([
      ['a', 'sequence-taken'],
      ['b', 'sequence-taken'],
      ['c', 'sequence-taken'],
    ]);
  });

  it('keeps what came too early, and applies it when the hole is filled', () => {
    const early = planBatch([hired(3), hired(2)], [stream()], []);
    expect(applied(early)).toEqual([]);
    expect(numbers(early.pending)).toEqual([3, 2]);
    // Nothing moves, but what waits must be noticed by whoever fills the hole.
    expect(early.streams).toMatchObject([{ lastSequence: 0 }]);

    const filled = planBatch([hired(1)], [stream({ pending: [hired(2), hired(3)] })], []);
    expect(applied(filled)).toEqual([1, 2, 3]);
    expect(numbers(filled.noLongerPending)).toEqual([2, 3]);
  });

  it('parks an event that breaks its contract, and everything behind it in its stream alone', () => {
    const broken = hired(2, { data: { name: 7 } });
    const other = hired(1, { subject: 'employee/2' });
    const streams = [stream({ pending: [hired(4)] }), stream({ stream: 'employee/2' })];
    const plan = planBatch([hired(1), broken, hired(3), other], streams, []);

    expect(plan.parked.map(({ event, reason }) => [event.sequence, reason])).toEqual([
      [2, 'contract-violated'],
      [4, 'stream-parked'],
      [3, 'stream-parked'],
    ]);
    expect(plan.applied.map(({ event }) => event.subject)).toEqual(['employee/1', 'employee/2']);
    expect(plan.streams[0]).toMatchObject({ stream: 'employee/1', lastSequence: 1 });
  });

  it('parks a type that nobody knows, with its name', () => {
    const plan = planBatch([hired(1, { type: 'employee.knighted.v1' })], [stream()], []);
    expect(plan.parked).toMatchObject([
      { reason: 'type-unknown', detail: expect.stringContaining('knighted') },
    ]);
  });

  it('parks what comes for a stream that is parked already', () => {
    const plan = planBatch([hired(2)], [stream({ lastSequence: 1, parked: true })], []);
    expect(plan.parked).toMatchObject([{ reason: 'stream-parked' }]);
  });

  it('applies an event without a sequence once, known by its source and id', () => {
    const [known, fresh] = [hired(undefined, { id: 'a' }), hired(undefined, { id: 'b' })];
    const plan = planBatch([known, fresh, fresh], [], [known]);
    expect(plan.applied.map(({ event }) => event.id)).toEqual(['b']);
    expect(plan.duplicates.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('keeps an event that has the id of another one, with or without a sequence', () => {
    const other = { data: { employeeId: '1', name: 'Eve', position: 'Engineer' } };
    const [known, fresh] = [hired(undefined, { id: 'a' }), hired(undefined, { id: 'b' })];
    const again = [hired(undefined, { id: 'a', ...other }), fresh, hired(undefined, { id: 'b', ...other })];
    const unordered = planBatch(again, [], [known]);
    expect(unordered.applied.map(({ event }) => event)).toEqual([fresh]);
    expect(unordered.parked.map(({ reason }) => reason)).toEqual(['id-reused', 'id-reused']);

    const ordered = [hired(3, other), hired(4), hired(4, other), hired(6, other)];
    const streams = [stream({ lastSequence: 3, pending: [hired(6)] })];
    const plan = planBatch(ordered, streams, [hired(3)]);
    expect(applied(plan)).toEqual([4]);
    expect(plan.parked.map(({ reason }) => reason)).toEqual(['id-reused', 'id-reused', 'id-reused']);
  });

  it('takes an event that came another way, its members in another order, for the same', () => {
    const again = {
      ...hired(3),
      traceparent: 'other',
      data: { position: 'Engineer', name: 'Anna', employeeId: '1' },
    };
    expect(numbers(planBatch([again], [stream({ lastSequence: 3 })], [hired(3)]).duplicates)).toEqual([3]);
  });

  it('keeps what claims a source that may not publish it, and leaves the stream of that source alone', () => {
    const announced = { type: 'announcement.posted.v1', data: { text: { en: 'Hello' } } };
    const foreign = [
      hired(1, announced),
      hired(1, { source: '/crm' }),
      hired(undefined, { ...announced, source: '/crm' }),
    ];
    const plan = planBatch([...foreign, hired(1)], [stream(), stream({ source: '/crm' })], []);
    expect(plan.parked.map(({ event, reason }) => [event.source, reason])).toEqual([
      ['/employee-registrar', 'source-not-allowed'],
      ['/crm', 'source-not-allowed'],
    ]);
    expect(plan.applied.map(({ event }) => event.source)).toEqual(['/crm', '/employee-registrar']);
  });
});

/** Plays batches one after the other, as the projector does with the database in between. */
function play(batches: readonly (readonly CloudEvent[])[]): string[] {
  const streams = new Map<string, StreamState>();
  const log: CloudEvent[] = [];
  for (const batch of batches) {
    for (const { subject } of batch)
      if (!streams.has(subject!)) streams.set(subject!, stream({ stream: subject! }));
    const plan = planBatch(batch, [...streams.values()], log);
    expect(plan.parked).toEqual([]);
    log.push(...plan.applied.map(({ event }) => event));
    for (const before of streams.values()) {
      const moved = plan.streams.find(({ stream: name }) => name === before.stream);
      const gone = new Set(plan.noLongerPending.map(({ id }) => id));
      const pending = [...before.pending, ...plan.pending.filter(({ subject }) => subject === before.stream)];
      streams.set(before.stream, {
        ...before,
        lastSequence: moved?.lastSequence ?? before.lastSequence,
        pending: pending.filter(({ id }) => !gone.has(id)).toSorted((a, b) => a.sequence! - b.sequence!),
      });
    }
  }
  return log.map(({ id }) => id);
}

describe('any order, any number of deliveries', () => {
  const events = ['a', 'b', 'c'].flatMap((name) =>
    [1, 2, 3, 4, 5].map((n) => hired(n, { subject: `employee/${name}` })),
  );
  const shuffled = fc
    .shuffledSubarray([...events, ...events], { minLength: events.length * 2 })
    .chain((deliveries) =>
      fc.tuple(fc.constant(deliveries), fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 30 })),
    );

  it('applies each event once, and each stream in order', () => {
    fc.assert(
      fc.property(shuffled, ([deliveries, sizes]) => {
        const batches: CloudEvent[][] = [];
        for (let from = 0; from < deliveries.length; from += sizes[batches.length - 1]!) {
          batches.push(deliveries.slice(from, from + sizes[batches.length]!));
        }
        const log = play(batches);
        expect(log.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
        for (const name of ['a', 'b', 'c']) {
          const own = log.filter((id) => id.startsWith(`employee/${name} `));
          expect(own).toEqual([1, 2, 3, 4, 5].map((n) => `employee/${name} ${n}`));
        }
      }),
      { numRuns: 300 },
    );
  });
});
