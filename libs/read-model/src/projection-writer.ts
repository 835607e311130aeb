import type { Session, Statement } from '#lib/postgres';
import type {
  CurationChange,
  Forgotten,
  NewEntry,
  PlacementChange,
  ProjectionChanges,
  ReactionChange,
} from './feed-batch.js';
import type { ProjectionStatements } from './statements/projection.js';

/** Writes one version of the projection. Live batches and rebuilds come this way, so that both end in the same feed. */
export async function writeChanges(
  tx: Session,
  statements: ProjectionStatements,
  changes: ProjectionChanges,
): Promise<void> {
  const { names, placements, retracted, entries, passed, reactions, curations, forgotten } = changes;
  await runIfAny(tx, statements.upsertNames, names);
  await runIfAny(tx, statements.insertNamings, changes.namings);
  await runIfAny(tx, statements.upsertPlacements, placements.map(placementRow));
  await runIfAny(tx, statements.retractEntries, retracted);
  await runIfAny(tx, statements.insertEntries, entries.map(entryRow));
  await runIfAny(tx, statements.insertPassed, passed.map(entryRow));
  await runIfAny(tx, statements.changeReactions, reactions.map(reactionRow));
  await runIfAny(tx, statements.changeCurations, curations.map(curationRow));
  // Whoever projected a text before its author was forgotten may write it after.
  const owners = [...forgotten, ...entries.flatMap(ownersIn)];
  if (owners.length > 0) await tx.run(statements.eraseTexts, forgottenRows(owners));
  const past = [...forgotten, ...passed.flatMap(ownersIn)];
  if (past.length > 0) await tx.run(statements.erasePast, forgottenRows(past));
  if (forgotten.length > 0) await tx.run(statements.tellForgotten, forgottenRows(forgotten));
}

/** Each once, as JSON. */
export function forgottenRows(forgotten: readonly Forgotten[]): string {
  const rows = new Map(forgotten.map(({ owner, entryId }) => [owner, { owner, entry_id: entryId }]));
  return JSON.stringify([...rows.values()]);
}

async function runIfAny(
  tx: Session,
  statement: Statement<[json: string], never>,
  rows: readonly unknown[],
): Promise<void> {
  if (rows.length > 0) await tx.run(statement, JSON.stringify(rows));
}

function entryRow({ occurredAt, eventId, ...entry }: NewEntry): object {
  return { ...entry, occurred_at: occurredAt, event_id: eventId };
}

function curationRow({ entryId, isSo, ...curation }: CurationChange): object {
  return { ...curation, entry_id: entryId, is_so: isSo };
}

function placementRow({ mention, departmentId }: PlacementChange): object {
  return { mention, department_id: departmentId };
}

function reactionRow({ entryId, personId, isThere, ...reaction }: ReactionChange): object {
  return { ...reaction, entry_id: entryId, person_id: personId, is_there: isThere };
}

/** Whose texts are in the entry. */
function ownersIn({ id, args }: NewEntry): Forgotten[] {
  const owned = Object.values(args as Readonly<Record<string, { readonly of?: string | string[] }>>);
  return owned
    .flatMap(({ of = [] }) => of)
    .map((owner) => (owner.startsWith('person:') ? { owner } : { owner, entryId: id }));
}
