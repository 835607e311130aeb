import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '#lib/postgres';
import type { Projecting } from '#lib/read-model';
import { companyStreams } from './company-streams.js';
import { ProjectorBench } from './projector-bench.js';
import { RebuildBench, who } from './rebuild-bench.js';

let bench: ProjectorBench;
let builder: RebuildBench;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  builder = new RebuildBench(bench);
});
beforeEach(() => builder.forget());
afterEach(() => builder.dropAll());
afterAll(() => bench.close());

describe('a worker that is killed', () => {
  const refuse = statement<[], never>(
    'spec_refuse_checkpoint',
    `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'killed' USING ERRCODE = '57P01'; END $$`,
  );
  // At once, or when all is written and about to be committed.
  const refuseOn = (table: string, when: 'at once' | 'at the commit') =>
    statement<[], never>(
      `spec_refuse_${table}`,
      when === 'at once'
        ? `CREATE TRIGGER refuse BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse()`
        : `CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
  const refuseOff = (table: string) =>
    statement<[], never>(`spec_refuse_off_${table}`, `DROP TRIGGER refuse ON ${table}`);
  const endSession = statement<[], never>(
    'spec_end_session',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'`,
  );
  it('at any point loses nothing, and doubles nothing', async () => {
    await builder.play(companyStreams().flat(), [25]);
    await bench.database.run(refuse);
    const version = await builder.rebuilds.start(who);
    const entries = `entry_v${version}`;
    const killed: string[] = [];
    const kill = (step: Promise<unknown>): Promise<unknown> =>
      step.catch(({ message }: Error) => killed.push(message));
    for (let turn = 0; (await builder.report(version)).status === 'building'; turn++) {
      if (turn % 4 === 0) {
        await bench.database.run(refuseOn('rebuild', 'at once'));
        await kill(builder.step(13));
        await bench.database.run(refuseOff('rebuild'));
      } else if (turn % 4 === 1) {
        await bench.database.run(refuseOn(entries, 'at the commit'));
        await kill(builder.step(3));
        await bench.database.run(refuseOff(entries));
      } else if (turn % 4 === 2) {
        const dying: Projecting = async (events) => {
          await bench.database.run(endSession);
          return builder.projectLog(events);
        };
        await kill(builder.step(13, dying));
      } else {
        await builder.step(13);
      }
    }
    expect(killed.length).toBeGreaterThan(20);
    expect(await builder.whole(version)).toEqual(await builder.whole(1));
  });

  it('leaves its work to another one, and no two of them write the same', async () => {
    await builder.play(companyStreams().flat(), [25]);
    const version = await builder.rebuilds.start(who);
    const others = Array.from({ length: 4 }, () => new RebuildBench(bench));
    const work = async (one: RebuildBench): Promise<void> => {
      while ((await builder.report(version)).status === 'building') await one.step(5);
    };
    await Promise.all(others.map(work));
    expect(await builder.whole(version)).toEqual(await builder.whole(1));
  });
});
