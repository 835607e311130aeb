import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParkedMessage } from '#lib/read-model';
import type { ParkedOperator } from '../src/parked/parked.operator.js';
import { keepEvent } from '../src/parked-message.mapper.js';
import { acts, faulty, operatorOn, order, park, parkedBy } from './operator-bench.js';
import { deliver, hired, newPerson, ProjectorBench, promoted, raw } from './projector-bench.js';

let bench: ProjectorBench;
let operator: ParkedOperator;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  operator = operatorOn(bench);
});
afterAll(() => bench.close());

const sequencesOf = async (person: string) =>
  (await bench.logOf(person)).map(({ sequence }) => Number(sequence));
const broken = (person: string, sequence: number) =>
  promoted(person, sequence, { data: { employeeId: person, position: '' } });

describe('a skip', () => {
  it('in the middle of a stream drops one event, applies those behind it, and keeps it whole in the record', async () => {
    const anna = newPerson();
    const bad = broken(anna, 3);
    const batch = [hired(anna, 1), promoted(anna, 2), bad, promoted(anna, 4), promoted(anna, 5)];
    await bench.projector.project(deliver(...batch));
    const [row] = await parkedBy(bench, bad.id);

    const skipped = await operator.skip(row!.id, order);
    expect(skipped).toEqual({ id: row!.id, replayed: { applied: 2, duplicates: 0, pending: 0, parked: 0 } });
    await bench.projector.project(deliver(promoted(anna, 6)));
    expect(await sequencesOf(anna)).toEqual([1, 2, 4, 5, 6]);
    expect(await bench.parkedOf(anna)).toEqual([]);
    const act = (await acts(bench, 'parked.skip')).at(-1)!;
    expect(act).toMatchObject({
      ...order,
      details: { id: row!.id, reason: 'contract-violated', sequence: '3' },
    });
    expect(JSON.parse(String(act.details['body']))).toEqual(bad);
  });

  it('makes a copy of the event a duplicate', async () => {
    const anna = newPerson();
    const bad = broken(anna, 1);
    await bench.projector.project(deliver(bad, promoted(anna, 2)));
    await operator.skip((await parkedBy(bench, bad.id))[0]!.id, order);
    await bench.projector.project(deliver(bad, promoted(anna, 3)));
    expect(await parkedBy(bench, bad.id)).toEqual([]);
    expect(await sequencesOf(anna)).toEqual([2, 3]);
  });

  it('applies what waited in pending behind it', async () => {
    const anna = newPerson();
    await bench.projector.project(deliver(promoted(anna, 2), promoted(anna, 3)));
    const older = { reason: 'contract-violated', detail: 'as older versions parked' };
    const id = await park(bench, keepEvent({ event: broken(anna, 1), ...older }));
    expect(await operator.skip(id, order)).toMatchObject({ replayed: { applied: 2 } });
    expect(await bench.pendingOf(anna)).toEqual([]);
    expect(await sequencesOf(anna)).toEqual([2, 3]);
  });

  it('stops at the next event that cannot be applied', async () => {
    const anna = newPerson();
    const events = [broken(anna, 1), promoted(anna, 2), broken(anna, 3), promoted(anna, 4)];
    await bench.projector.project(deliver(...events));
    await operator.skip((await parkedBy(bench, events[0]!.id))[0]!.id, order);
    expect(await sequencesOf(anna)).toEqual([2]);
    expect(await bench.parkedOf(anna)).toMatchObject([
      { sequence: '3', reason: 'contract-violated' },
      { sequence: '4', reason: 'stream-parked' },
    ]);
    await operator.skip((await parkedBy(bench, events[2]!.id))[0]!.id, order);
    expect(await sequencesOf(anna)).toEqual([2, 4]);
  });

  it('of an event that is not the next one of its stream is refused, and changes nothing', async () => {
    const anna = newPerson();
    const last = promoted(anna, 3);
    await bench.projector.project([faulty(hired(anna, 1)), ...deliver(promoted(anna, 2), last)]);
    const before = [await bench.parkedOf(anna), await acts(bench, 'parked.skip')];
    const refused = operator.skip((await parkedBy(bench, last.id))[0]!.id, order);
    await expect(refused).rejects.toMatchObject({ status: 409, response: { code: 'parked-not-next' } });
    expect([await bench.parkedOf(anna), await acts(bench, 'parked.skip')]).toEqual(before);
  });

  it.each([
    ['of an event of a stream', () => deliver(broken(newPerson(), 1))],
    ['of bytes', () => [raw(`{"id": "${newPerson()}"`)]],
  ])('%s happens once', async (_, messages) => {
    await bench.projector.project(messages());
    const [row] = await bench.database.repository(ParkedMessage).find({ order: { id: 'DESC' }, take: 1 });
    const acted = (await acts(bench, 'parked.skip')).length;
    const skips = await Promise.allSettled([1, 2, 3].map(() => operator.skip(row!.id, order)));
    expect(skips.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const refused = skips.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ status: 404, response: { code: 'parked-unknown' } });
    expect(await acts(bench, 'parked.skip')).toHaveLength(acted + 1);
  });

  it('drops what the database refuses, and bytes that are no text, and keeps both in the record', async () => {
    const anna = newPerson();
    const refused = hired(anna, 1, { extra: 'a\0b' });
    const bytes = { ...raw(''), body: Buffer.from([0xff, 0x00, 0xfe]) };
    await bench.projector.project([...deliver(refused), bytes]);
    const [unread] = await bench.database.repository(ParkedMessage).findBy({ body: bytes.body as never });
    await operator.skip((await parkedBy(bench, refused.id))[0]!.id, order);
    await operator.skip(unread!.id, order);
    const [first, second] = (await acts(bench, 'parked.skip')).slice(-2);
    const [kept] = await bench.personal.sealReceived([refused]);
    expect(JSON.parse(String(first!.details['body']))).toEqual(kept);
    expect(second!.details).toMatchObject({ bodyEncoding: 'base64', body: bytes.body.toString('base64') });
    await bench.projector.project(deliver(refused, promoted(anna, 2)));
    expect(await sequencesOf(anna)).toEqual([2]);
    expect(await parkedBy(bench, refused.id)).toEqual([]);
  });
});
