import { setTimeout as delay } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { ProjectionReport } from '#lib/read-model';
import type { Addresses } from './addresses.js';
import type { CommandLine } from './command-line.js';
import { ask } from './operator.client.js';
import { table } from './table.js';
import { WrongUsage } from './usage.js';

const LOOK_EVERY_MS = 500;

/** The versions of the read model: to build a new one, and to let readers see it. */
export async function rebuild(line: CommandLine, { projector }: Addresses): Promise<number> {
  const url = `${projector}/operator/rebuilds`;
  const what = line.next('what to do with a rebuild');
  switch (what) {
    case 'list':
      return tell(await versionsAt(url));
    case 'start':
      return tell((await ask<Versions>('POST', url, line.order())).versions);
    case 'watch':
      return watch(url);
    case 'verify':
    case 'rollback':
    case 'drop':
    case 'switch': {
      const version = line.next('the number of a version');
      const acceptDifferences = line.isSet('accept-differences');
      const body = { ...line.order(), ...(acceptDifferences && { acceptDifferences }) };
      return tell((await ask<Versions>('POST', `${url}/${version}/${what}`, body)).versions);
    }
    default:
      throw new WrongUsage(`rebuild ${what} is not known`);
  }
}

interface Versions {
  readonly versions: readonly ProjectionReport[];
}

async function versionsAt(url: string): Promise<readonly ProjectionReport[]> {
  return (await ask<Versions>('GET', url)).versions;
}

function tell(versions: readonly ProjectionReport[]): number {
  const rows = versions.map(({ version, status, progress, verification, failure }) => [
    version,
    status,
    `${progress.events}/${progress.total}`,
    failure ?? (verification ? `${verification.verdict}, against ${verification.against}` : 'not verified'),
  ]);
  console.log(table(['version', 'status', 'events', 'verification'], rows));
  for (const { version, verification } of versions) tellDifferences(version, verification);
  return versions.some(({ failure }) => failure !== null) ? 1 : 0;
}

function tellDifferences(version: number, verification: ProjectionReport['verification']): void {
  for (const fault of verification?.faults ?? []) console.log(`version ${version}: ${fault}`);
  for (const { day, old, new: fresh } of verification?.days ?? []) {
    console.log(
      `version ${version}: ${day} has ${fresh.entries} entries instead of ${old.entries}, or other ones`,
    );
  }
  for (const { table: name } of verification?.tables ?? [])
    console.log(`version ${version}: ${name} differs`);
}

/** Until no version is being built. A bar on a terminal, elsewhere a line now and then. */
async function watch(url: string): Promise<number> {
  const bar = new SingleBar(
    {
      format: '{bar} {value}/{total} events, {rate}/s, {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 5_000,
    },
    Presets.rect,
  );
  let isStarted = false;
  for (;;) {
    const versions = await versionsAt(url);
    const building = versions.find(({ status, failure }) => status === 'building' && failure === null);
    if (!building) {
      bar.stop();
      return tell(versions);
    }
    const { events, total, eventsPerSecond: rate } = building.progress;
    if (!isStarted) bar.start(total, events, { rate });
    isStarted = true;
    bar.setTotal(total);
    bar.update(events, { rate });
    await delay(LOOK_EVERY_MS);
  }
}
