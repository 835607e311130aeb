import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import type { RebuildRefusal } from '#lib/read-model';
import { companyStreams } from './company-streams.js';
import { deliver, hired, newPerson, ProjectorBench } from './projector-bench.js';
import { RebuildBench, who } from './rebuild-bench.js';

let bench: ProjectorBench;
let builder: RebuildBench;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  builder = new RebuildBench(bench);
  await bench.projector.project(deliver(...companyStreams().flat()));
});
afterEach(async () => {
  const { version } = await bench.reader.position();
  if (version !== 1) await builder.rebuilds.rollBack(version, who);
  await builder.dropAll();
});
afterAll(() => bench.close());

const refused = (code: RebuildRefusal, message: string | RegExp = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const sql = (text: string): Promise<unknown> =>
  bench.database.run(statement<[], unknown>(`spec ${text}`.slice(0, 60) + text.length, text));
const statuses = async () =>
  Object.fromEntries((await builder.rebuilds.list()).map(({ version, status }) => [version, status]));
const acts = statement<[], { act: string; by: string; reason: string; version: number }>(
  'spec_rebuild_acts',
  `SELECT act, by, reason, (details ->> 'version')::int AS version FROM operator_act ORDER BY id DESC LIMIT 3`,
);

describe('a version that was compared with the live one', () => {
  it('is equal, and is switched to and back, with every act recorded', async () => {
    const version = await builder.build();
    expect(await builder.verify()).toMatchObject({ verdict: 'equal', against: 1, faults: [], days: [] });
    const before = await bench.reader.position();
    await builder.rebuilds.switchTo(version, { by: 'anna', reason: 'new cards' }, false);
    expect(await statuses()).toMatchObject({ 1: 'ready', [version]: 'live' });
    const after = await bench.reader.position();
    expect([after.version, after.epoch === before.epoch]).toEqual([version, false]);

    expect(await builder.rebuilds.rollBack(version, { by: 'boris', reason: 'looks odd' })).toBe(1);
    expect(await statuses()).toMatchObject({ 1: 'live', [version]: 'ready' });
    expect(await bench.reader.position()).toEqual(before);
    expect(await bench.database.run(acts)).toEqual([
      { act: 'rebuild.rollback', by: 'boris', reason: 'looks odd', version: 1 },
      { act: 'rebuild.switch', by: 'anna', reason: 'new cards', version },
      { act: 'rebuild.start', ...who, version },
    ]);
  });

  it.each([
    [
      'lost an entry',
      'DELETE FROM entry_v_ WHERE id = (SELECT min(id::text)::uuid FROM entry_v_)',
      /^Version \d+ is not right. 2026-11-20: events without an entry: 1/,
    ],
    [
      'has an entry of nothing',
      `INSERT INTO entry_v_ SELECT gen_random_uuid(), occurred_at, name, type, source, 'x', args, mentions, audience FROM entry_v_ LIMIT 1`,
      /2026-11-20: entries without an event: 1/,
    ],
    [
      'has others on its pages',
      'DELETE FROM entry_audience_v_ WHERE entry_id = (SELECT min(entry_id::text)::uuid FROM entry_audience_v_)',
      /pages: \d+ rows are there, \d+ ought to be/,
    ],
    ['counts reactions wrongly', 'UPDATE reaction_count_v_ SET count = count + 1', /counts: /],
    [
      'says something else than its events',
      `UPDATE entry_v_ SET args = '{}'`,
      /2026-11-20: the entry of \/\S+ \S+ has another args/,
    ],
  ])('and %s is not switched to, whatever is accepted', async (_, damage, says) => {
    const version = await builder.build();
    await sql(damage.replaceAll('_v_', `_v${version}`));
    expect(await builder.verify()).toMatchObject({ verdict: 'faulty' });
    await expect(builder.rebuilds.switchTo(version, who, true)).rejects.toEqual(
      refused('verification-failed', says),
    );
    expect(await statuses()).toMatchObject({ 1: 'live', [version]: 'ready' });
  });

  it('and shows another day otherwise is switched to when that is accepted, and not before', async () => {
    const version = await builder.build();
    await sql(
      `UPDATE entry_v1 SET args = '{"was": "worded otherwise"}' WHERE id = (SELECT min(id::text)::uuid FROM entry_v1)`,
    );
    const { verdict, days } = await builder.verify();
    expect([verdict, days.map(({ day }) => day)]).toEqual(['differs', ['2026-11-20']]);
    await expect(builder.rebuilds.switchTo(version, who, false)).rejects.toEqual(
      refused('versions-differ', /^Version \d+ differs from 1: 2026-11-20 \(\d+ entries, not the same\)/),
    );
    expect(await statuses()).toMatchObject({ 1: 'live' });
    await builder.rebuilds.switchTo(version, who, true);
    expect(await statuses()).toMatchObject({ [version]: 'live' });
    await sql(`UPDATE entry_v1 o SET args = n.args FROM entry_v${version} n WHERE n.id = o.id`);
  });

  it('and calls somebody by another name differs', async () => {
    const version = await builder.build();
    await sql(
      `UPDATE name_v${version} SET name = 'Nobody' WHERE mention = (SELECT min(mention) FROM name_v1)`,
    );
    expect((await builder.verify()).tables).toMatchObject([{ table: 'names' }]);
    await expect(builder.rebuilds.switchTo(version, who, false)).rejects.toEqual(
      refused('versions-differ', /the table of names/),
    );
  });

  it('is compared again when that is asked for', async () => {
    const version = await builder.build();
    await builder.verify();
    await sql(`DELETE FROM entry_v${version}`);
    await builder.rebuilds.verify(version, who);
    await expect(builder.rebuilds.switchTo(version, who, true)).rejects.toEqual(
      refused('version-not-verified'),
    );
    expect(await builder.verify()).toMatchObject({ verdict: 'faulty' });
  });

  it('with another one than is live now is compared again before it is switched to', async () => {
    const [second, third] = [await builder.build(), await builder.build()];
    for (const version of [second, third]) {
      expect(await builder.verify()).toMatchObject({ version, verdict: 'equal', against: 1 });
    }
    await builder.rebuilds.switchTo(second, who, false);
    await expect(builder.rebuilds.switchTo(third, who, true)).rejects.toEqual(
      refused('version-not-verified', /was compared with 1, and \d+ is live now/),
    );
  });

  it('is equal also while live batches go on', async () => {
    await builder.build();
    let stop = false;
    const hiring = (async () => {
      while (!stop) await bench.projector.project(deliver(hired(newPerson(), 1)));
    })();
    const verified = await builder.verify();
    stop = true;
    await hiring;
    expect(verified).toMatchObject({ verdict: 'equal', faults: [] });
  });
});

describe('a decision that cannot be carried out', () => {
  it('is refused, and nothing changes', async () => {
    const { rebuilds } = builder;
    const version = await rebuilds.start(who);
    const before = await statuses();
    const recorded = await bench.database.run(acts);
    const cases = [
      [() => rebuilds.start(who), 'rebuild-running'],
      [() => rebuilds.verify(99, who), 'version-unknown'],
      [() => rebuilds.verify(1, who), 'version-live'],
      [() => rebuilds.verify(version, who), 'version-not-ready'],
      [() => rebuilds.switchTo(version, who, true), 'version-not-ready'],
      [() => rebuilds.switchTo(1, who, true), 'version-live'],
      [() => rebuilds.rollBack(version, who), 'version-not-live'],
      [() => rebuilds.rollBack(1, who), 'nothing-to-roll-back-to'],
      [() => rebuilds.drop(1, who), 'version-live'],
      [() => rebuilds.drop(99, who), 'version-unknown'],
    ] as const;
    for (const [decide, code] of cases) await expect(decide()).rejects.toEqual(refused(code));
    expect(await statuses()).toEqual(before);
    expect(await bench.database.run(acts)).toEqual(recorded);
    await rebuilds.drop(version, who);
    await expect(rebuilds.drop(version, who)).rejects.toEqual(refused('version-dropped'));
  });
});
