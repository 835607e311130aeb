import type { CloudEvent } from '#lib/envelope';
import type { Change, LoggedEvent, Projection } from './evidence.js';
import { entryText, indexText } from './rows.js';
import { liveVersion, type Query } from './session.js';

interface LogRow {
  readonly position: string;
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly stream: string | null;
  readonly sequence: string | null;
  readonly event: CloudEvent;
}

export async function readLog(query: Query): Promise<LoggedEvent[]> {
  const rows = await query<LogRow>(
    'SELECT position, source, event_id, type, stream, sequence, event FROM feed.log ORDER BY position',
  );
  return rows.map(({ position, source, event_id: eventId, type, stream, sequence, event }) => ({
    position: Number(position),
    source,
    eventId,
    type,
    stream: stream ?? undefined,
    sequence: sequence === null ? undefined : Number(sequence),
    event,
  }));
}

export async function readChanges(query: Query): Promise<Change[]> {
  const v = await liveVersion(query);
  const rows = await query<{ position: string; entry_id: string; kind: string }>(
    `SELECT position, entry_id, kind FROM feed.change_${v} ORDER BY position`,
  );
  return rows.map(({ position, entry_id: entryId, kind }) => ({ position: Number(position), entryId, kind }));
}

interface EntryRow {
  readonly id: string;
  readonly occurred_at: Date;
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly event_id: string;
  readonly stream: string | null;
  readonly args: unknown;
  readonly mentions: string[];
  readonly audience: string[];
}

interface IndexRow {
  readonly entry_id: string;
  readonly mention: string;
  readonly audience: string;
  readonly occurred_at: Date;
  readonly name: string;
}

export async function readProjection(query: Query): Promise<Projection> {
  const v = await liveVersion(query);
  const entries = await query<EntryRow>(`SELECT * FROM feed.entry_${v}`);
  const audiences = await query<IndexRow>(`SELECT * FROM feed.entry_audience_${v}`);
  const mentions = await query<IndexRow>(`SELECT * FROM feed.entry_mention_${v}`);
  const names = await query<{ mention: string; name: string }>(`SELECT mention, name FROM feed.name_${v}`);
  const placements = await query<{ mention: string; department_id: string | null }>(
    `SELECT mention, department_id FROM feed.placement_${v}`,
  );
  const reactions = await query<{ entry_id: string; person_id: string; kind: string }>(
    `SELECT entry_id, person_id, kind FROM feed.reaction_${v}`,
  );
  const curations = await query<{ entry_id: string; what: string }>(
    `SELECT entry_id, what FROM feed.curation_${v}`,
  );
  const counts = await query<{ entry_id: string; kind: string; count: number }>(
    `SELECT entry_id, kind, count FROM feed.reaction_count_${v} WHERE count <> 0`,
  );
  return {
    entries: new Map(entries.map((row) => [row.id, textOf(row)])),
    audiences: audiences.map((row) => indexText([row.entry_id, row.audience], row.occurred_at, row.name)),
    mentions: mentions.map((row) =>
      indexText([row.entry_id, row.mention, row.audience], row.occurred_at, row.name),
    ),
    names: new Map(names.map(({ mention, name }) => [mention, name])),
    placements: new Map(placements.map((row) => [row.mention, row.department_id ?? undefined])),
    reactions: reactions.map(({ entry_id, person_id, kind }) => `${entry_id} ${person_id} ${kind}`),
    curations: curations.map(({ entry_id, what }) => `${entry_id} ${what}`),
    counts: new Map(counts.map(({ entry_id, kind, count }) => [`${entry_id} ${kind}`, count])),
  };
}

function textOf({ occurred_at: occurredAt, event_id: eventId, ...row }: EntryRow): string {
  const { name, type, source, stream, args, mentions, audience } = row;
  return entryText({ occurredAt, eventId, name, type, source, stream, args, mentions, audience });
}
