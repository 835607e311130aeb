import { Client } from 'pg';
import type { Contender } from '../../core/step.js';
import { OURS } from '../../core/judge.js';
import type { FilledLog } from './filled.log.js';
import { overSizes } from './over-sizes.js';
import { rowsOf } from './version-rows.js';

/** A rebuild: each event read from the log, opened, checked by its contract, shown by its card, and written. */
export function feedThatRebuilds(logs: readonly FilledLog[]): Contender {
  return {
    name: OURS,
    measure: overSizes(logs, async (log) => {
      const begun = performance.now();
      const version = await log.rebuild();
      const took = performance.now() - begun;
      await checkRows(log, version);
      await log.drop(version);
      return took;
    }),
    stop: async () => {
      for (const log of logs) await log.close();
    },
  };
}

/** Two entries of each who was hired, one of each thank-you that stays, and all of that twice the same. */
async function checkRows({ url }: FilledLog, version: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const [built, model] = [await rowsOf(client, version), await rowsOf(client, 2)];
    const { rows } = await client.query<{ entries: number }>(EXPECTED);
    if (JSON.stringify(built) !== JSON.stringify(model))
      throw new Error(`version ${version} has ${JSON.stringify(built)} and not ${JSON.stringify(model)}`);
    if (built['entry'] !== rows[0]!.entries)
      throw new Error(`${built['entry']} entries were built, ${rows[0]!.entries} are in the log`);
  } finally {
    await client.end();
  }
}

const EXPECTED = `
SELECT (count(*) FILTER (WHERE type IN ('employee.hired.v1', 'employee.position-changed.v1', 'thanks.given.v1'))
        - count(*) FILTER (WHERE type = 'thanks.taken-back.v1'))::int AS entries FROM feed.log`;
