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
  // Whoever projected a text before its author was forgotten may write it after.
  const owners = [...forgotten, ...entries.flatMap(ownersIn)];
  const past = [...forgotten, ...passed.flatMap(ownersIn)];
  await Promise.all([
    runIfAny(tx, statements.upsertNames, names),
    runIfAny(tx, statements.insertNamings, changes.namings),
    runIfAny(tx, statements.upsertPlacements, placements.map(placementRow)),
    runIfAny(tx, statements.retractEntries, retracted),
    runIfAny(tx, statements.insertEntries, entries.map(entryRow)),
    runIfAny(tx, statements.insertPassed, passed.map(entryRow)),
    runIfAny(tx, statements.changeReactions, reactions.map(reactionRow)),
    runIfAny(tx, statements.changeCurations, curations.map(curationRow)),
    runIfAny(tx, statements.eraseTexts, ownerRows(owners)),
    runIfAny(tx, statements.erasePast, ownerRows(past)),
    runIfAny(tx, statements.tellForgotten, ownerRows(forgotten)),
  ]);
}

/** Each once, as JSON. */
export function forgottenRows(forgotten: readonly Forgotten[]): string {
  return JSON.stringify(ownerRows(forgotten));
}

function ownerRows(forgotten: readonly Forgotten[]): object[] {
  const rows = new Map(forgotten.map(({ owner, entryId }) => [owner, { owner, entry_id: entryId }]));
  return [...rows.values()];
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
