import type { Database } from '#lib/postgres';
import { type FeedPageQuery, LOWEST_ID, pageValues, type Place } from '../page-query.js';
import { countFoundGroups, countGroups } from './group-counts.js';
import { type OutlineRow, type OutlineValues, readOutline, readSearchOutline } from './outline.js';

/** Entries of one kind in a time, where there is a target with that target. */
export interface GroupRange {
  readonly name: string;
  /** Which argument has the target, and whom or what it names, e.g. `department:d-1`. */
  readonly by?: string;
  readonly target?: string;
  /** From this moment on, and before that one. */
  readonly from: string;
  readonly to: string;
}

export interface GroupCount {
  /** Places of its newest entries, newest first; a few. */
  readonly newest: readonly Place[];
  readonly count: number;
  /** There are more, or may be. */
  readonly truncated: boolean;
}

export interface OutlineQuery extends FeedPageQuery {
  /** By kind, a place further on from which entries of that kind are read. */
  readonly jumps?: ReadonlyMap<string, Place>;
  /** By kind, the argument that has the target. */
  readonly targets: ReadonlyMap<string, string>;
  /** Only entries of this group. */
  readonly of?: GroupRange;
}

/** Reads the live projection for groups. Only entries that one of the audiences may see and that are asked for are there. */
export class GroupReader {
  constructor(private readonly database: Database) {}

  /** The next `limit` entries from the place on, in that direction, as far as it matters for groups. One query. */
  async outline(version: number, query: OutlineQuery): Promise<readonly OutlineRow[]> {
    const direction = query.before ? 'newer' : 'older';
    const { values, byOther } = outlineValues(query);
    if (query.words) return this.database.run(readSearchOutline({ version, direction }), ...values);
    const [, , , , names, mentions, , , target] = values;
    const byName = names !== null || (query.jumps?.size ?? 0) > 0;
    const by = mentions === null ? 'audience' : 'mention';
    const shape = { version, direction, by, byName, byOther, byTarget: target !== null } as const;
    return this.database.run(readOutline(shape), ...values);
  }

  /** Of each group, how many entries it has up to a place, that one included, and which are the newest. One query. */
  async counts(
    version: number,
    query: Omit<FeedPageQuery, 'limit' | 'after' | 'before'>,
    groups: readonly GroupRange[],
    upTo?: Place,
  ): Promise<readonly GroupCount[]> {
    const [audiences, , , , , mentions, , , others] = pageValues({ ...query, limit: 1 });
    const { person, within = null, words } = query;
    const asked = groups.map((group, n) => ({
      n,
      ...group,
      ...boundsOf(group, query, upTo),
      mentions: person === undefined && group.target !== undefined ? [group.target] : mentions,
    }));
    const rows = words
      ? await this.database.run(
          countFoundGroups(version),
          JSON.stringify(asked),
          audiences,
          mentions,
          others,
          JSON.stringify(words),
        )
      : await this.database.run(countGroups(version), JSON.stringify(asked), audiences, null, within, '[]');
    const byNumber = new Map(rows.map((row) => [row.n, row]));
    return groups.map((_, n) => {
      const { newest, count = 0, truncated = false } = byNumber.get(n) ?? {};
      return { newest: newest ?? [], count, truncated };
    });
  }
}

function outlineValues({ jumps, targets, of, ...query }: OutlineQuery): {
  values: OutlineValues;
  byOther: boolean;
} {
  const asked = of ? { ...query, names: namesOf(query, of), ...narrowed(query, of) } : query;
  const [audiences, occurredAt, id, , names, mentions, , bound, others] = pageValues(asked);
  const isByTarget = of?.target !== undefined && query.person === undefined && !query.words;
  const besides = isByTarget ? mentions : others;
  const rules = of ? [{ name: of.name, by: of.by }] : [...targets].map(([name, by]) => ({ name, by }));
  const places = [...(jumps ?? [])].map(([name, place]) => ({ name, at: place.occurredAt, id: place.id }));
  return {
    byOther: besides !== null,
    values: [
      audiences,
      occurredAt,
      id,
      query.limit,
      names,
      isByTarget ? [of.target] : mentions,
      bound,
      besides,
      of?.target ?? null,
      JSON.stringify(rules),
      JSON.stringify(places),
      JSON.stringify(query.words ?? []),
    ],
  };
}

/** None where other kinds are asked for. */
function namesOf({ names }: Pick<FeedPageQuery, 'names'>, { name }: GroupRange): readonly string[] {
  return names && !names.includes(name) ? [] : [name];
}

/** The time in which both are. */
function narrowed(
  { from, to }: Pick<FeedPageQuery, 'from' | 'to'>,
  group: GroupRange,
): { from: string; to: string } {
  return {
    from: from !== undefined && from > group.from ? from : group.from,
    to: to !== undefined && to < group.to ? to : group.to,
  };
}

function boundsOf(
  group: GroupRange,
  query: Pick<FeedPageQuery, 'from' | 'to'>,
  upTo: Place | undefined,
): { since: string; at: string; id: string } {
  const { from, to } = narrowed(query, group);
  const isNearer = upTo !== undefined && upTo.occurredAt < to;
  return { since: from, ...(isNearer ? { at: upTo.occurredAt, id: upTo.id } : { at: to, id: LOWEST_ID }) };
}
