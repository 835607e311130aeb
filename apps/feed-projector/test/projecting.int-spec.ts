import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryIdOf, ParkedMessage } from '#lib/read-model';
import { deliver, hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

describe('a batch of messages', () => {
  it('makes entries, people, log rows and changes, all at once', async () => {
    const anna = newPerson();
    const before = await bench.reader.position();
    const event = hired(anna, 1);
    await bench.projector.project(deliver(event));

    const [entry] = await bench.about(anna);
    expect(entry).toMatchObject({
      id: entryIdOf(event.source, event.id),
      name: 'employee.hired',
      occurred_at: '2026-11-20T10:00:00.123000Z',
      names: { [`person:${anna}`]: 'Anna Ivanova' },
    });
    expect(JSON.stringify(entry!.args)).not.toContain('Anna');
    expect(await bench.logOf(anna)).toMatchObject([
      { eventId: event.id, requestId: 'request-1', sequence: '1' },
    ]);
    expect(Number((await bench.reader.position()).position)).toBeGreaterThan(Number(before.position));
  });

  it('takes every time and every place in a stream that an envelope may have', async () => {
    const anna = newPerson();
    const times = [
      '1970-01-02T00:00:00+15:59',
      '9998-12-30T23:59:59-15:59',
      `2026-11-20T10:00:00.${'9'.repeat(19)}Z`,
    ];
    for (const time of times) {
      const { sequence: _, ...event } = hired(anna, 1, { time });
      await bench.projector.project(deliver(event));
    }
    expect(await bench.about(anna)).toHaveLength(times.length);
    await bench.projector.project(deliver(hired(anna, 999_999_999_999_999)));
    expect(await bench.pendingOf(anna)).toEqual([{ sequence: '999999999999999' }]);
  });

  it('has one effect however often it comes', async () => {
    const anna = newPerson();
    const batch = deliver(hired(anna, 1), promoted(anna, 2));
    await bench.projector.project([...batch, ...batch]);
    await bench.projector.project(batch);
    expect(await bench.about(anna)).toHaveLength(2);
    expect(await bench.logOf(anna)).toHaveLength(2);
  });

  it('has one effect when two projectors have it at the same time', async () => {
    const people = Array.from({ length: 20 }, newPerson);
    const batch = deliver(...people.flatMap((person) => [hired(person, 1), promoted(person, 2)]));
    await Promise.all([1, 2, 3, 4].map(() => bench.projector.project(batch)));
    for (const person of people) {
      expect((await bench.logOf(person)).map(({ sequence }) => sequence)).toEqual(['1', '2']);
      expect(await bench.about(person)).toHaveLength(2);
    }
  });

  it('keeps a hole open in pending, and fills it when the missing event comes', async () => {
    const anna = newPerson();
    const [first, second, third] = [hired(anna, 1), promoted(anna, 2), promoted(anna, 3)];
    await bench.projector.project(deliver(third, second));
    expect(await bench.about(anna)).toEqual([]);
    expect(await bench.pendingOf(anna)).toHaveLength(2);

    await bench.projector.project(deliver(first));
    expect((await bench.logOf(anna)).map(({ eventId }) => eventId)).toEqual([first.id, second.id, third.id]);
    expect(await bench.pendingOf(anna)).toEqual([]);
  });

  it('fills in a name when the person becomes known', async () => {
    const anna = newPerson();
    const stranger = promoted(anna, 1, { subject: `other/${anna}`, id: randomUUID() });
    await bench.projector.project(deliver(stranger));
    expect((await bench.about(anna))[0]!.names).toBeNull();
    await bench.projector.project(deliver(hired(anna, 1)));
    for (const entry of await bench.about(anna))
      expect(entry.names).toEqual({ [`person:${anna}`]: 'Anna Ivanova' });
  });
});

describe('events without a sequence', () => {
  it('take effect once, in whatever order, and are no fault when two projectors have them at once', async () => {
    const before = await bench.database.repository(ParkedMessage).count();
    for (let round = 0; round < 10; round++) {
      const anna = newPerson();
      const { sequence: _, ...event } = hired(anna, 1);
      await Promise.all([1, 2, 3].map(() => bench.projector.project(deliver(event))));
      await bench.projector.project(deliver(event, event));
      expect(await bench.about(anna)).toHaveLength(1);
    }
    expect(await bench.database.repository(ParkedMessage).count()).toBe(before);
  });
});

describe('two projectors with the same streams in another order', () => {
  it('do not stop each other', async () => {
    for (let round = 0; round < 3; round++) {
      const people = Array.from({ length: 300 }, newPerson);
      const batch = deliver(...people.map((person) => hired(person, 1)));
      await Promise.all([bench.projector.project(batch), bench.projector.project(batch.toReversed())]);
      expect(await bench.logOf(people[0]!)).toHaveLength(1);
    }
  });
});
