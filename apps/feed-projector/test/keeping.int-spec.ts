import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParkedMessage } from '#lib/read-model';
import { deliver, hired, newPerson, ProjectorBench, promoted, raw } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

describe('a message that cannot be applied', () => {
  it('is kept byte for byte when it is no event, and the others go on', async () => {
    const anna = newPerson();
    const bad = raw('{"specversion": "1.0", "id": 7}\0 \u{1F600}');
    await bench.projector.project([bad, ...deliver(hired(anna, 1)), bad]);

    const kept = await bench.database.repository(ParkedMessage).findBy({ reason: 'json-invalid' });
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject({ body: bad.body, headers: { 'x-from': 'spec' }, stream: null });
    expect(await bench.about(anna)).toHaveLength(1);
  });

  it.each([
    ['half a character in the error', '\u{1F600}'],
    [
      'half a character in the subject',
      JSON.stringify(hired(newPerson(), 1, { subject: 'employee/\ud800' })),
    ],
    ['half a character in the id', JSON.stringify(hired(newPerson(), 1, { id: '\ud800' }))],
    [
      'half a character in the request id',
      JSON.stringify(hired(newPerson(), 1, { correlationid: '\ud800' })),
    ],
    [
      'a date that nobody lives to see',
      JSON.stringify(hired(newPerson(), 1, { time: '9999-12-31T23:59:59-12:00' })),
    ],
    [
      'a depth that breaks the stack',
      JSON.stringify(hired(newPerson(), 1)).replace('"Anna Ivanova"', '['.repeat(7_000) + ']'.repeat(7_000)),
    ],
  ])('is kept with %s, and the others go on', async (_, body) => {
    const anna = newPerson();
    const before = await bench.database.repository(ParkedMessage).count();
    const headers = { 'x-\\u0000': 'a\\u0000b', nested: ['\ud800\0'] };
    await bench.projector.project([...deliver(hired(anna, 1)), { ...raw(body), headers }]);
    expect(await bench.database.repository(ParkedMessage).count()).toBe(before + 1);
    expect(await bench.about(anna)).toHaveLength(1);
  });

  it('is kept when another event has its place, and the stream goes on', async () => {
    const anna = newPerson();
    await bench.projector.project(deliver(hired(anna, 1)));
    const usurper = hired(anna, 1);
    await bench.projector.project(deliver(usurper, promoted(anna, 2)));
    expect(await bench.about(anna)).toHaveLength(2);
    const kept = await bench.database.repository(ParkedMessage).findBy({ eventId: usurper.id });
    expect(kept).toMatchObject([{ reason: 'sequence-taken', stream: null }]);
  });

  it('is kept with what is wrong and where', async () => {
    await bench.projector.project([
      raw(JSON.stringify({ ...hired(newPerson(), 1), id: '', time: 'yesterday' })),
    ]);
    const [kept] = await bench.database.repository(ParkedMessage).find({ order: { id: 'DESC' }, take: 1 });
    expect(kept!.reason).toBe('event-invalid');
    expect(kept!.detail).toMatch(/id[\s\S]*time/);
  });

  it.each([
    ['an unknown type', 'type-unknown', { type: 'employee.knighted.v1' }],
    ['a newer version', 'type-unknown', { type: 'employee.hired.v2' }],
    ['data that breaks the contract', 'contract-violated', { data: { employeeId: 'x', name: '' } }],
    ['text that the database refuses', 'database-refused', { extra: 'a\0b' }],
  ])('parks its stream behind %s, while other streams flow', async (_, reason, fault) => {
    const [anna, ivan] = [newPerson(), newPerson()];
    const batch = [hired(anna, 1), hired(anna, 2, fault), promoted(anna, 3), hired(ivan, 1)];
    await bench.projector.project(deliver(...batch));
    await bench.projector.project(deliver(promoted(anna, 4), promoted(ivan, 2)));

    expect(await bench.about(anna)).toHaveLength(1);
    expect(await bench.about(ivan)).toHaveLength(2);
    expect((await bench.parkedOf(anna)).map((parked) => [parked.sequence, parked.reason])).toEqual([
      ['2', reason],
      ['3', 'stream-parked'],
      ['4', 'stream-parked'],
    ]);
  });

  it('is kept once, however often it comes', async () => {
    const anna = newPerson();
    const batch = deliver(hired(anna, 1, { type: 'employee.knighted.v1' }), promoted(anna, 2));
    await bench.projector.project(batch);
    await bench.projector.project(batch);
    expect(await bench.parkedOf(anna)).toHaveLength(2);
    expect(await bench.about(anna)).toEqual([]);
  });

  it('is kept when it carries the id of another event', async () => {
    const anna = newPerson();
    const event = hired(anna, 1);
    await bench.projector.project(deliver(event, promoted(anna, 2, { id: event.id })));
    expect(await bench.parkedOf(anna)).toMatchObject([{ sequence: '2', reason: 'id-taken' }]);
    expect(await bench.about(anna)).toHaveLength(1);
  });
});
