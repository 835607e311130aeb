import type { Addresses } from './addresses.js';
import { ask } from './operator.client.js';
import { table } from './table.js';

interface Act {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly act: string;
  readonly reason: string;
}

/** What operators ordered lately, newest first. */
export async function acts({ projector }: Addresses): Promise<number> {
  const { items } = await ask<{ items: readonly Act[] }>('GET', `${projector}/operator/acts?limit=200`);
  const rows = items.map(({ id, at, by, act, reason }) => [id, at, by, act, reason]);
  console.log(
    rows.length === 0 ? 'nothing was ordered yet' : table(['id', 'at', 'by', 'act', 'reason'], rows),
  );
  return 0;
}
