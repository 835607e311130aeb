import { Injectable } from '@nestjs/common';
import { FeedChanges, type TouchedRow } from '#lib/read-model';
import type { State } from './news.js';
import type { FollowedList, Subscriber } from './stream.subscriber.js';
import type { Touch } from './touches.js';

/** Reads once, for any number of readers, what was touched as it is now. */
@Injectable()
export class StateReader {
  constructor(private readonly changes: FeedChanges) {}

  /** One statement for entries, and where there is need of them one for names, for lists and for reactions. */
  async read(version: number, touches: readonly Touch[], subscribers: Iterable<Subscriber>): Promise<State> {
    const [mentions, ids] = [subjectsOf(touches, true), subjectsOf(touches, false)];
    const lists = new Map<string, FollowedList>();
    const people = new Set<string>();
    for (const { list, reader } of subscribers) {
      if (list.key !== '') lists.set(list.key, list);
      if (reader.personId !== undefined) people.add(reader.personId);
    }
    const [rows, names, matching] = await Promise.all([
      this.changes.touched(version, ids),
      this.changes.names(version, mentions),
      this.changes.matching(
        version,
        ids,
        [...lists.values()].map(({ query }) => query),
      ),
    ]);
    return {
      entries: new Map(rows.map((row) => [row.id, row])),
      names,
      inList: new Map([...lists.keys()].map((key, n) => [key, matching[n]!])),
      reactors: await this.reactors(version, rows, people),
    };
  }

  /** Of whom there are fewer, readers or people who reacted. */
  private async reactors(
    version: number,
    rows: readonly TouchedRow[],
    readers: ReadonlySet<string>,
  ): Promise<State['reactors']> {
    const reacted = rows.filter(({ reactions }) => reactions && reactions.length > 0);
    const count = reacted.flatMap(({ reactions }) => reactions ?? []).reduce((sum, r) => sum + r.count, 0);
    const people = readers.size < count ? [...readers] : undefined;
    const found = await this.changes.reactors(
      version,
      reacted.map(({ id }) => id),
      people,
    );
    const byEntry = new Map<string, Map<string, string[]>>();
    for (const { entry_id: entry, person_id: person, kind } of found) {
      if (!readers.has(person)) continue;
      const byPerson = byEntry.get(entry) ?? new Map<string, string[]>();
      byEntry.set(entry, byPerson.set(person, [...(byPerson.get(person) ?? []), kind]));
    }
    return byEntry;
  }
}

const subjectsOf = (touches: readonly Touch[], ofNames: boolean): string[] =>
  touches.filter(({ isName }) => isName === ofNames).map(({ subject }) => subject);
