import type { Addresses } from './addresses.js';
import type { CommandLine } from './command-line.js';
import { ask } from './operator.client.js';
import { table } from './table.js';
import { WrongUsage } from './usage.js';

interface Line {
  readonly id: string;
  readonly reason: string;
  readonly source: string | null;
  readonly stream: string | null;
  readonly sequence: number | null;
  readonly detail: string;
}

interface Page {
  readonly items: readonly Line[];
  readonly page: { readonly next: string | null };
}

/** What could not be applied: to look at, to apply again, to drop. */
export async function parked(line: CommandLine, { projector }: Addresses): Promise<number> {
  const url = `${projector}/operator/parked`;
  const what = line.next('what to do with parked messages');
  switch (what) {
    case 'list':
      return list(url, line);
    case 'show':
      console.log(JSON.stringify(await ask('GET', `${url}/${line.next('the id of a message')}`), null, 2));
      return 0;
    case 'replay':
      return tell(await ask('POST', `${url}/replay`, { ...line.order(), ...targetOf(line) }));
    case 'skip': {
      const id = line.next('the id of a message');
      const { replayed } = await ask<{ replayed: object }>('POST', `${url}/${id}/skip`, line.order());
      console.log(`${id} is skipped`);
      return tell(replayed);
    }
    default:
      throw new WrongUsage(`parked ${what} is not known`);
  }
}

async function list(url: string, line: CommandLine): Promise<number> {
  const filters = { reason: line.text('kind'), source: line.text('source'), stream: line.text('stream') };
  const query = new URLSearchParams({ limit: '200' });
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, value);
  const items: Line[] = [];
  for (let after: string | null = ''; after !== null;) {
    if (after !== '') query.set('after', after);
    const { items: found, page } = await ask<Page>('GET', `${url}?${query.toString()}`);
    items.push(...found);
    after = page.next;
  }
  const rows = items.map(({ id, reason, source, stream, sequence, detail }) => [
    id,
    reason,
    source ?? '',
    stream === null ? '' : `${stream} ${sequence}`,
    detail.split('\n')[0]!.slice(0, 80),
  ]);
  console.log(
    rows.length === 0 ? 'nothing is parked' : table(['id', 'reason', 'source', 'stream', 'detail'], rows),
  );
  return 0;
}

function targetOf(line: CommandLine): object {
  const id = line.nextIfAny();
  const [source, stream] = [line.text('source'), line.text('stream')];
  return {
    ...(id !== undefined && { id }),
    ...(source !== undefined && { source }),
    ...(stream !== undefined && { stream }),
    ...(line.isSet('all') && { all: true }),
  };
}

/** Exit code 1 when some are parked still. */
function tell(replayed: object): number {
  const counts = replayed as Record<'applied' | 'duplicates' | 'pending' | 'parked', number>;
  console.log(
    `${counts.applied} applied, ${counts.duplicates} applied before, ${counts.pending} wait for one before them, ` +
      `${counts.parked} parked still`,
  );
  return counts.parked === 0 ? 0 : 1;
}
