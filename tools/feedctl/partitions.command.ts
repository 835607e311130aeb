import type { Addresses } from './addresses.js';
import type { CommandLine } from './command-line.js';
import { ask } from './operator.client.js';
import { table } from './table.js';
import { WrongUsage } from './usage.js';

interface Answer {
  readonly partitions: readonly {
    readonly queue: string;
    readonly waiting: number;
    readonly consumers: number;
  }[];
}

/** The broker's partitions: what waits in them, and to have more. Exit code 1 when one has no consumer. */
export async function partitions(line: CommandLine, { projector }: Addresses): Promise<number> {
  const url = `${projector}/operator/partitions`;
  const what = line.nextIfAny();
  line.end();
  if (what === undefined) return tell(await ask('GET', url));
  if (what !== 'grow') throw new WrongUsage(`partitions ${what} is not known`);
  const to = line.number('to');
  if (to === undefined) throw new WrongUsage('--to is missing: how many partitions there are to be');
  const body = { ...line.order(), to, ...(line.isSet('force') && { force: true }) };
  return tell(await ask('POST', `${url}/grow`, body));
}

function tell({ partitions: found }: Answer): number {
  const rows = found.map(({ queue, waiting, consumers }) => [queue, waiting, consumers]);
  const all = table(['partition', 'waiting', 'consumers'], rows);
  console.log(rows.length === 0 ? 'there are no partitions: this feed has no broker' : all);
  return found.every(({ consumers }) => consumers > 0) ? 0 : 1;
}
