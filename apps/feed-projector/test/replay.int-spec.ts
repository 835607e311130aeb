import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParkedMessage } from '#lib/read-model';
import type { ParkedOperator } from '../src/parked/parked.operator.js';
import { keepBytes, keepEvent } from '../src/parked-message.mapper.js';
import { acts, faulty, operatorOn, order, park, parkedBy } from './operator-bench.js';
import { deliver, hired, newPerson, ProjectorBench, promoted, raw } from './projector-bench.js';

let bench: ProjectorBench;
let operator: ParkedOperator;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  operator = operatorOn(bench);
});
afterAll(() => bench.close());

const streamOf = (person: string) => ({ source: '/employee-registrar', stream: `employee/${person}` });
const sequencesOf = async (person: string) =>
  (await bench.logOf(person)).map(({ sequence }) => Number(sequence));
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** A stream whose second event could not be applied, and `behind` events after it. */
async function parkStream(person: string, behind: number): Promise<void> {
  const later = upTo(behind).map((n) => promoted(person, n + 2));
  await bench.projector.project([
    ...deliver(hired(person, 1)),
    faulty(promoted(person, 2)),
    ...deliver(...later.toReversed()),
  ]);
}

describe('a replay', () => {
  it('applies a stream with ten parked events in their order, and the stream flows again', async () => {
    const anna = newPerson();
    await parkStream(anna, 9);
    expect(await bench.parkedOf(anna)).toHaveLength(10);

    const replayed = await operator.replay({ ...order, ...streamOf(anna) });
    expect(replayed).toEqual({ applied: 10, duplicates: 0, pending: 0, parked: 0 });
    await bench.projector.project(deliver(promoted(anna, 12)));
    expect(await sequencesOf(anna)).toEqual(upTo(12));
    expect(await bench.parkedOf(anna)).toEqual([]);
    expect(await bench.about(anna)).toHaveLength(12);
    expect((await acts(bench, 'parked.replay')).at(-1)).toEqual({ ...order, details: streamOf(anna) });
  });

  it('takes a stream of more than one transaction to its end', async () => {
    const anna = newPerson();
    await parkStream(anna, 450);
    await operator.replay({ ...order, ...streamOf(anna) });
    expect(await sequencesOf(anna)).toEqual(upTo(452));
  });

  it('of one event of a stream is one of its stream', async () => {
    const anna = newPerson();
    await parkStream(anna, 2);
    const [, , last] = await bench.parkedOf(anna);
    expect(await operator.replay({ ...order, id: last!.id })).toMatchObject({ applied: 3 });
    expect(await sequencesOf(anna)).toEqual(upTo(4));
  });

  it.each([
    ['that the contract refuses', { data: { employeeId: 'x', name: '' } }, 'contract-violated'],
    ['that the database refuses', { extra: 'a\0b' }, 'database-refused'],
  ])(
    'fails again at an event %s: those before it are applied, it says why, all behind stays',
    async (_, fault, reason) => {
      const anna = newPerson();
      await bench.projector.project([
        faulty(hired(anna, 1)),
        ...deliver(promoted(anna, 2), promoted(anna, 3), hired(anna, 4, fault), promoted(anna, 5)),
      ]);
      for (const attempts of [1, 2]) {
        expect(await operator.replay({ ...order, ...streamOf(anna) })).toMatchObject({ parked: 1 });
        expect(await sequencesOf(anna)).toEqual([1, 2, 3]);
        expect(await bench.parkedOf(anna)).toMatchObject([
          { sequence: '4', reason, attempts },
          { sequence: '5', reason: 'stream-parked', attempts: 0 },
        ]);
      }
      await bench.projector.project(deliver(promoted(anna, 6)));
      expect(await sequencesOf(anna)).toEqual([1, 2, 3]);
    },
  );

  it('lets go of what was applied meanwhile, and of what was only waiting behind it', async () => {
    const anna = newPerson();
    const first = hired(anna, 1);
    await bench.projector.project([...deliver(first)]);
    const id = await park(bench, keepEvent({ event: first, reason: 'not-applicable', detail: '' }));
    expect(await operator.replay({ ...order, id })).toMatchObject({ applied: 0, duplicates: 1 });
    expect(await bench.parkedOf(anna)).toEqual([]);
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect(await sequencesOf(anna)).toEqual([1, 2]);
  });

  it('lets what is behind a hole wait in pending, like anything else', async () => {
    const anna = newPerson();
    await bench.projector.project([faulty(hired(anna, 1)), ...deliver(promoted(anna, 3))]);
    expect(await operator.replay({ ...order, ...streamOf(anna) })).toMatchObject({ applied: 1, pending: 1 });
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect(await sequencesOf(anna)).toEqual([1, 2, 3]);
    expect(await bench.pendingOf(anna)).toEqual([]);
  });

  it('decodes bytes again: what is no event stays, with the newer trial', async () => {
    await bench.projector.project([raw('{"specversion": "1.0", "id": 8}')]);
    const where = { reason: 'event-invalid' };
    const [row] = await bench.database
      .repository(ParkedMessage)
      .find({ where, order: { id: 'DESC' }, take: 1 });
    expect(await operator.replay({ ...order, id: row!.id })).toMatchObject({ applied: 0, parked: 1 });
    const again = await bench.database.repository(ParkedMessage).findOneBy({ id: row!.id });
    expect(again).toMatchObject({ reason: 'event-invalid', attempts: 1, body: row!.body });
    expect(again!.triedAt).not.toBeNull();
  });

  it('decodes bytes again: what a newer version understands takes its place in its stream', async () => {
    const anna = newPerson();
    await bench.projector.project(deliver(promoted(anna, 2)));
    const id = await park(bench, keepBytes(raw(JSON.stringify(hired(anna, 1))), 'json-invalid', ''));
    expect(await operator.replay({ ...order, id })).toMatchObject({ applied: 2, parked: 0 });
    expect(await sequencesOf(anna)).toEqual([1, 2]);
    expect(await bench.database.repository(ParkedMessage).existsBy({ id })).toBe(false);
  });

  it('of bytes whose event cannot be applied parks the event in their place', async () => {
    const anna = newPerson();
    const event = hired(anna, 1, { type: 'employee.knighted.v1' });
    const id = await park(bench, keepBytes(raw(JSON.stringify(event)), 'json-invalid', ''));
    expect(await operator.replay({ ...order, id })).toMatchObject({ applied: 0, parked: 1 });
    expect(await parkedBy(bench, event.id)).toMatchObject([{ reason: 'type-unknown', sequence: '1' }]);
    expect(await bench.database.repository(ParkedMessage).existsBy({ id })).toBe(false);
  });

  it('keeps beside the stream what stood beside it', async () => {
    const anna = newPerson();
    const usurper = hired(anna, 1);
    await bench.projector.project(deliver(hired(anna, 1), usurper));
    const [row] = await parkedBy(bench, usurper.id);
    expect(await operator.replay({ ...order, id: row!.id })).toMatchObject({ parked: 1 });
    expect(await parkedBy(bench, usurper.id)).toMatchObject([
      { id: row!.id, reason: 'sequence-taken', stream: null, attempts: 1 },
    ]);
    await bench.projector.project(deliver(promoted(anna, 2)));
    expect(await sequencesOf(anna)).toEqual([1, 2]);
  });

  it('of all applies every stream, and what has killed a projector last', async () => {
    const [anna, ivan] = [newPerson(), newPerson()];
    await bench.projector.project([faulty(hired(anna, 1), 'killed-the-projector'), faulty(hired(ivan, 1))]);
    await operator.replay({ ...order, all: true });
    expect([...(await sequencesOf(anna)), ...(await sequencesOf(ivan))]).toEqual([1, 1]);
    const [[annas], [ivans]] = [await bench.logOf(anna), await bench.logOf(ivan)];
    expect(Number(annas!.position)).toBeGreaterThan(Number(ivans!.position));
  });

  it('of what is not there changes nothing', async () => {
    const before = (await acts(bench, 'parked.replay')).length;
    for (const target of [{ id: '999999' }, streamOf('nobody')]) {
      await expect(operator.replay({ ...order, ...target })).rejects.toMatchObject({ status: 404 });
    }
    expect(await acts(bench, 'parked.replay')).toHaveLength(before);
  });
});
