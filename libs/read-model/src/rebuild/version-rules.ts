import { RebuildRefused } from './rebuild-refused.js';
import type { VersionRow } from './rebuild-rows.js';
import { tellDays } from './verification.js';

/** All versions as they stand. */
export interface Versions {
  readonly all: readonly VersionRow[];
  /** The one that readers see. */
  readonly live: number;
  /** Throws {@link RebuildRefused}. */
  get(version: number): VersionRow;
}

export function versionsOf(all: readonly VersionRow[]): Versions {
  return {
    all,
    live: all.find(({ status }) => status === 'live')!.version,
    get(version) {
      const row = all.find((candidate) => candidate.version === version);
      if (row) return row;
      throw new RebuildRefused('version-unknown', `There is no version ${version}.`);
    },
  };
}

export function checkReady({ version, status, failure }: VersionRow, wish: string): void {
  if (status === 'live') {
    throw new RebuildRefused('version-live', `Version ${version} is live, it cannot be ${wish}.`);
  }
  if (status === 'ready') return;
  const why = failure === null ? `is ${status}` : `is ${status} and failed: ${failure}`;
  throw new RebuildRefused(
    'version-not-ready',
    `Version ${version} ${why}. Only a ready one can be ${wish}.`,
  );
}

export function checkSwitch(row: VersionRow, live: number, acceptDifferences: boolean): void {
  checkReady(row, 'switched to');
  const { version, verification } = row;
  if (!verification) {
    throw new RebuildRefused('version-not-verified', `Version ${version} is not verified yet: wait for it.`);
  }
  const { verdict, faults, days, tables, against } = verification;
  if (against !== live) {
    throw new RebuildRefused(
      'version-not-verified',
      `Version ${version} was compared with ${against}, and ${live} is live now: verify it again.`,
    );
  }
  if (verdict === 'faulty') {
    const told = [...faults.slice(0, 5), ...(faults.length > 5 ? [`${faults.length - 5} more`] : [])];
    throw new RebuildRefused('verification-failed', `Version ${version} is not right. ${told.join('; ')}.`);
  }
  if (verdict === 'equal' || acceptDifferences) return;
  const differing = [tellDays(days), ...tables.map(({ table }) => `the table of ${table}`)];
  throw new RebuildRefused(
    'versions-differ',
    `Version ${version} differs from ${against}: ${differing.filter(Boolean).join(', ')}. Accept the differences if they are meant.`,
  );
}

/** Answers what to go back to. */
export function checkRollBack({ version, status, replaced }: VersionRow, versions: Versions): number {
  if (status !== 'live') {
    throw new RebuildRefused('version-not-live', `Version ${version} is ${status}: readers do not see it.`);
  }
  if (replaced !== null && versions.get(replaced).status === 'ready') return replaced;
  const detail = replaced === null ? 'there was none before it' : `version ${replaced} was dropped`;
  throw new RebuildRefused('nothing-to-roll-back-to', `There is nothing to go back to: ${detail}.`);
}

export function checkDroppable({ version, status, dropped_at: droppedAt }: VersionRow): void {
  if (status === 'live') {
    throw new RebuildRefused('version-live', `Version ${version} is live, it cannot be dropped.`);
  }
  if (droppedAt !== null)
    throw new RebuildRefused('version-dropped', `Version ${version} was dropped before.`);
}
