import type { Database } from '#lib/postgres';
import { type FeedPageQuery, pageValues } from './page-query.js';
import {
  countBehind,
  followChanges,
  type FollowedRow,
  matchEntries,
  readDepartments,
  readLost,
  readNames,
  readReactors,
  readTouched,
  type TouchedRow,
} from './statements/following.js';

/** What a list asks for; the same as of a page of it. */
export type ListQuery = Omit<FeedPageQuery, 'audiences' | 'reader' | 'limit' | 'after' | 'before'>;

/** What became of an audience that somebody is no longer in. */
export interface LostEntries {
  /** They may not see these any more. */
  readonly ids: readonly string[];
  /** There may be others. */
  readonly isPart: boolean;
}

/** Reads what changed in one version of the projection, and what it changed into. One statement each. */
export class FeedChanges {
  constructor(private readonly database: Database) {}

  /**
   * Up to `limit` changes after a position, in order, and which projection is live now: undefined where none is. `marked`: a
   * position whose change is told of, so that a follower notices a history that is another one.
   */
  async follow(
    version: number,
    after: number,
    { limit, marked }: { limit: number; marked: number },
  ): Promise<FollowedRow | undefined> {
    const [row] = await this.database.run(followChanges(version), after, limit, marked);
    return row;
  }

  /** How many changes there are after a position, up to `most`. */
  async behind(version: number, position: number, most: number): Promise<number> {
    const [row] = await this.database.run(countBehind(version), position, most);
    return row!.behind;
  }

  /** Those that are there, as they are now; reactions are marked as the reader's own for `reader`. */
  async touched(version: number, ids: readonly string[], reader?: string): Promise<readonly TouchedRow[]> {
    return ids.length === 0 ? [] : this.database.run(readTouched(version), ids, reader ?? null);
  }

  /** Who reacted on these entries; of these people, if they are given. */
  async reactors(
    version: number,
    ids: readonly string[],
    people?: readonly string[],
  ): Promise<readonly { entry_id: string; person_id: string; kind: string }[]> {
    return ids.length === 0 ? [] : this.database.run(readReactors(version), ids, people ?? null);
  }

  async names(version: number, mentions: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (mentions.length === 0) return new Map();
    const rows = await this.database.run(readNames(version), mentions);
    return new Map(rows.map(({ mention, name }) => [mention, name]));
  }

  /** For each list those of the entries that are in it, whoever may see them. */
  async matching(
    version: number,
    ids: readonly string[],
    lists: readonly ListQuery[],
  ): Promise<ReadonlySet<string>[]> {
    const sets = lists.map(() => new Set<string>());
    if (ids.length === 0 || lists.length === 0) return sets;
    const rows = await this.database.run(matchEntries(version), ids, JSON.stringify(lists.map(listRow)));
    for (const row of rows) for (const id of row.ids) sets[row.list]!.add(id);
    return sets;
  }

  /** The departments of each person, the closest first, up to the top. */
  async departments(
    version: number,
    people: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (people.length === 0) return new Map();
    const rows = await this.database.run(readDepartments(version), people);
    return new Map(rows.map(({ person, departments }) => [person, departments ?? []]));
  }

  /** What somebody may no longer see who has left audiences, and is in these. */
  async lost(
    version: number,
    left: readonly string[],
    audiences: readonly string[],
    most: number,
  ): Promise<LostEntries> {
    if (left.length === 0) return { ids: [], isPart: false };
    const rows = await this.database.run(readLost(version), left, audiences, most + 1);
    return { ids: rows.filter(({ seen }) => !seen).map(({ id }) => id), isPart: rows.length > most };
  }
}

function listRow(query: ListQuery, list: number): object {
  const values = pageValues({ ...query, audiences: [], limit: 0 });
  const [, start, startId, , names, mentions, , bound, others] = values;
  return { list, names, mentions, others, start, start_id: startId, bound, words: query.words ?? null };
}
