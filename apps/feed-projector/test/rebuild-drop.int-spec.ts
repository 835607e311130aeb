import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import type { RebuildRefusal } from '#lib/read-model';
import { gate } from '#lib/testing';
import { companyStreams } from './company-streams.js';
import { deliver, ProjectorBench } from './projector-bench.js';
import { RebuildBench, who } from './rebuild-bench.js';

let bench: ProjectorBench;
let builder: RebuildBench;
beforeEach(async () => {
  bench = await ProjectorBench.open();
  builder = new RebuildBench(bench);
  await bench.projector.project(deliver(...companyStreams().flat()));
});
afterEach(() => bench.close());

const refused = (code: RebuildRefusal, message: string | RegExp = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });

/** Builds a version that readers see from then on. */
async function replace(): Promise<number> {
  const version = await builder.build();
  expect(await builder.verify()).toMatchObject({ version, verdict: 'equal' });
  await builder.rebuilds.switchTo(version, who, false);
  return version;
}

describe('a version that was dropped', () => {
  it('is not gone back to, and its number is not given again', async () => {
    const next = await replace();
    await builder.rebuilds.drop(1, who);
    await expect(builder.rebuilds.rollBack(next, who)).rejects.toEqual(
      refused('nothing-to-roll-back-to', /version 1 was dropped/),
    );
    const given = await builder.build();
    await builder.rebuilds.drop(given, who);
    expect(await builder.build()).toBe(given + 1);
  });
});

describe('a reader', () => {
  it('who began before the version was dropped gets the page of the next one', async () => {
    const { reader } = bench;
    const [begun, dropped] = [gate(), gate()];
    const versions: number[] = [];
    const page = reader.atPosition({}, async (position) => {
      versions.push(position.version);
      begun.open();
      await dropped.opened;
      return reader.page(position.version, { audiences: ['everyone'], limit: 5 });
    });
    await begun.opened;
    const next = await replace();
    await builder.rebuilds.drop(1, who);
    dropped.open();
    expect((await page).entries).toHaveLength(5);
    expect(versions).toEqual([1, next]);
  });

  it('who is in the middle of a page is waited for, not cut', async () => {
    const version = await builder.build();
    const [reading, done] = [gate(), gate()];
    const page = bench.database.inTransaction(async (tx) => {
      await tx.run(statement<[], unknown>('spec_read_long', `SELECT count(*) FROM entry_v${version}`));
      reading.open();
      await done.opened;
    });
    await reading.opened;
    await expect(builder.rebuilds.drop(version, who)).rejects.toEqual(refused('version-in-use'));
    done.open();
    await page;
    await builder.rebuilds.drop(version, who);
    expect((await builder.report(version)).droppedAt).not.toBeNull();
  });
});
