import { Injectable } from '@nestjs/common';
import { type Change, FeedChanges, type FollowedRow } from '#lib/read-model';
import { MembershipReader, type Move } from './membership.reader.js';
import type { State } from './news.js';
import { StateReader } from './state.reader.js';
import type { StreamClient } from './stream.client.js';
import { touchesOf } from './touches.js';

/** Read in one turn, at most. */
const CHANGES_IN_A_TURN = 1_000;

/** Where all readers of a turn are, or after it. */
export interface Place {
  readonly version: number;
  readonly from: number;
  /** A position whose change is looked at again. */
  readonly marked: number;
}

/** What has happened since. */
export interface Happened extends FollowedRow {
  /** There is more. */
  readonly isPart: boolean;
  /** Up to where this is all. */
  readonly to: number;
}

/** Reads what happened, and then what that is now, for all readers at once. */
@Injectable()
export class TurnReader {
  constructor(
    private readonly changes: FeedChanges,
    private readonly states: StateReader,
    private readonly memberships: MembershipReader,
  ) {}

  /** One statement. */
  async follow({ version, from, marked }: Place): Promise<Happened> {
    const row = await this.changes.follow(version, from, { limit: CHANGES_IN_A_TURN, marked });
    if (!row) throw new Error('no projection is live');
    const isPart = row.changes.length === CHANGES_IN_A_TURN;
    return { ...row, isPart, to: isPart ? row.changes.at(-1)!.position : row.tip };
  }

  /** None where nothing changed, and a few otherwise, however many readers there are. */
  async read(
    version: number,
    changes: readonly Change[],
    clients: readonly StreamClient[],
  ): Promise<{ moves: readonly Move[]; state: State }> {
    const moves = await this.memberships.moves(version, changes, clients);
    return { moves, state: await this.states.read(version, touchesOf(changes), clients) };
  }
}
