import { Injectable } from '@nestjs/common';
import { type Change, FeedChanges } from '#lib/read-model';
import { viewOf } from '../reader.js';
import { wasPlaced } from './news.js';
import type { StreamClient } from './stream.client.js';

/** More entries than this are not retracted one by one. */
const MOST_RETRACTED = 500;
/** For more readers at a time it is not looked for what they lose: they read the feed anew. */
const MOST_LOSERS = 50;

/** A reader who belongs to other audiences now. */
export interface Move {
  readonly client: StreamClient;
  readonly audiences: readonly string[];
  /** Entries that they may not see any more. */
  readonly lost: readonly string[];
  /** There may be more than they are told. */
  readonly resets: boolean;
}

/** Finds out for whom of those who follow the feed a change of departments changes what they see. */
@Injectable()
export class MembershipReader {
  constructor(private readonly changes: FeedChanges) {}

  async moves(
    version: number,
    changes: readonly Change[],
    clients: readonly StreamClient[],
  ): Promise<readonly Move[]> {
    const placed = changes.filter(({ kind }) => kind === 'placed');
    if (placed.length === 0) return [];
    const concerned = clients.filter((client) =>
      wasPlaced(
        placed.filter(({ position }) => position > client.at),
        client,
      ),
    );
    const people = new Set(concerned.flatMap(({ reader }) => reader.personId ?? []));
    const found = await this.changes.departments(version, [...people]);
    const moves: Move[] = [];
    for (const client of concerned) {
      const departments = found.get(client.reader.personId ?? '') ?? [];
      const { audiences } = viewOf(client.reader, { departments });
      const left = client.audiences.filter((audience) => !audiences.includes(audience));
      const hasGained = audiences.some((audience) => !client.audiences.includes(audience));
      if (left.length === 0 && !hasGained) continue;
      const { ids, isPart } =
        moves.length < MOST_LOSERS
          ? await this.changes.lost(version, left, audiences, MOST_RETRACTED)
          : { ids: [], isPart: true };
      moves.push({ client, audiences, lost: ids, resets: hasGained || isPart });
    }
    return moves;
  }
}
