import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import type { FeedPageQuery } from '#lib/read-model';
import { companyStreams } from './company-streams.js';
import { deliver, hired, newPerson, ProjectorBench } from './projector-bench.js';
import { RebuildBench, who } from './rebuild-bench.js';

let bench: ProjectorBench;
beforeAll(async () => (bench = await ProjectorBench.open()));
afterAll(() => bench.close());

const clock = statement<[], { now: string }>(
  'spec_clock',
  `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`,
);

/** A list without what has no past, page by page. */
async function read(query: Partial<FeedPageQuery> = {}, limit = 7): Promise<object[]> {
  const { version } = await bench.reader.position();
  const all = { audiences: ['everyone', 'role:hr'], limit, ...query };
  const rows: object[] = [];
  for (let after = {}; ;) {
    const { entries, hasMore } = await bench.reader.page(version, { ...all, ...after });
    rows.push(...entries.map((row) => ({ ...row, reactions: null })));
    const last = entries.at(-1);
    if (!hasMore || !last) return rows;
    after = { after: { occurredAt: last.occurred_at, id: last.id } };
  }
}

describe('the feed as it was', () => {
  const moments: { asOf: string; person: string; whole: object[]; ofPerson: object[]; ofKind: object[] }[] =
    [];
  const person = newPerson();
  const kind = { names: ['thanks.given', 'employee.hired'] };

  const expectThePast = async () => {
    for (const { asOf, whole, ofPerson, ofKind } of moments) {
      expect(await read({ asOf })).toEqual(whole);
      expect(await read({ asOf, person })).toEqual(ofPerson);
      expect(await read({ asOf, ...kind })).toEqual(ofKind);
    }
  };

  beforeAll(async () => {
    const streams = companyStreams().filter(
      ([first]) => !['/curation', '/reactions'].includes(first!.source),
    );
    const anna = [
      hired(person, 1),
      hired(person, 2, {
        type: 'employee.renamed.v1',
        data: { employeeId: person, name: 'Anna Petrova', previousName: 'Anna Ivanova' },
      }),
    ];
    // Side by side, a few at a time: some are taken back in the batch that they came with, others later.
    const events = [0, 1, 2, 3, 4].flatMap((n) => [anna, ...streams].flatMap((stream) => stream[n] ?? []));
    for (let from = 0; from < events.length; from += 9) {
      await bench.projector.project(deliver(...events.slice(from, from + 9)));
      const [{ now: asOf }] = (await bench.database.run(clock)) as [{ now: string }];
      const [whole, ofPerson, ofKind] = [await read(), await read({ person }), await read(kind)];
      moments.push({ asOf, person, whole, ofPerson, ofKind });
      await sleep(2);
    }
  });

  it('is what it was at each moment, with what was taken back since and the names of then', async () => {
    const counts = moments.map(({ whole }) => whole.length);
    expect(new Set(counts).size).toBeGreaterThan(5);
    await expectThePast();
  });

  it('is the same in a feed that was rebuilt since', async () => {
    const rebuilder = new RebuildBench(bench);
    const version = await rebuilder.build(1_000);
    expect(await rebuilder.verify()).toMatchObject({ verdict: 'equal' });
    await rebuilder.rebuilds.switchTo(version, who, false);
    await expectThePast();
  });
});
