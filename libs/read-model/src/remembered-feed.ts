import { Lru } from 'toad-cache';
import type { FeedPosition, PositionQuery } from './feed-position.js';
import type { FeedWatch } from './feed-watch.js';
import type { PositionRow } from './statements/position.js';

const MOST_READERS = 10_000;

/** `since`: and whom changes have moved since this position. */
export interface SincePosition extends PositionQuery {
  readonly since?: string;
}

type Tip = Pick<PositionRow, 'version' | 'epoch' | 'position' | 'pinned'>;

/** A reader, as far as it does not depend on what has happened to others. */
interface Standing extends Pick<PositionRow, 'departments' | 'has_own'> {
  /** The same object for as long as nothing has changed. */
  at?: { readonly tip: Tip; readonly position: FeedPosition };
}

/**
 * Where the feed is, for each reader, without asking the database for it each time: what was read holds until a commit is
 * heard of that may change it. Of readers it is remembered across positions of which departments they are part: a change
 * says whom it moves.
 */
export class RememberedFeed {
  private tip: Tip | undefined;
  private tipEndsAt = Infinity;
  /** How many notices there had been when the tip was asked for. */
  private readAt = -1;
  /** What others have seen: an older tip is not remembered. */
  private seen: Pick<Tip, 'epoch' | 'position'> | undefined;
  /** The last that was read, whether it holds still or not. */
  private last: Tip | undefined;
  private reading: { readonly notices: number; readonly read: Promise<FeedPosition> } | undefined;
  private readonly standings = new Lru<Standing>(MOST_READERS);
  private readonly nobody: Standing = { departments: [], has_own: false };

  constructor(
    private readonly ask: (query: SincePosition) => Promise<PositionRow>,
    private readonly watch: FeedWatch,
  ) {}

  /** Undefined where it is not known for sure. The same object for as long as nothing has changed. */
  now(personId: string | undefined): FeedPosition | undefined {
    if (!this.tip || !this.watch.isSure || this.readAt !== this.watch.notices) return undefined;
    if (performance.now() >= this.tipEndsAt) return undefined;
    const standing = this.standingOf(personId);
    if (!standing) return undefined;
    if (standing.at?.tip !== this.tip) standing.at = { tip: this.tip, position: place(this.tip, standing) };
    return standing.at.position;
  }

  /** Asks where it is not known. Readers who are known share the question where the feed is. */
  async position(personId: string | undefined): Promise<FeedPosition> {
    const known = this.now(personId);
    if (known) return known;
    if (this.watch.isSure && this.standingOf(personId)) {
      await this.readTip();
      const shared = this.now(personId);
      if (shared) return shared;
    }
    return this.read(personId);
  }

  /** Takes note of what somebody else has read: nobody is told of an older feed after that. */
  saw(seen: Pick<Tip, 'epoch' | 'position'>): void {
    if (!this.seen || !isOlder(seen, this.seen)) this.seen = seen;
    if (this.tip && (this.tip.epoch !== seen.epoch || isOlder(this.tip, seen))) this.tip = undefined;
  }

  private standingOf(personId: string | undefined): Standing | undefined {
    return personId === undefined ? this.nobody : this.standings.get(personId);
  }

  private async readTip(): Promise<void> {
    const { notices } = this.watch;
    if (this.reading?.notices === notices) return void (await this.reading.read);
    const reading = { notices, read: this.read(undefined) };
    this.reading = reading;
    try {
      await reading.read;
    } finally {
      if (this.reading === reading) this.reading = undefined;
    }
  }

  private async read(personId: string | undefined): Promise<FeedPosition> {
    const { notices } = this.watch;
    const askedAt = performance.now();
    const since = this.last;
    const row = await this.ask({ personId, ...(since && { since: since.position }) });
    if (this.last && isOlder(row, this.last)) return positionOf(row);
    this.move(row, since);
    if (personId !== undefined) {
      const { departments, has_own } = row;
      this.standings.set(personId, { departments, has_own });
    }
    if (notices !== this.watch.notices || (this.seen && isOlder(row, this.seen))) return positionOf(row);
    if (!this.tip || !isSame(this.tip, row)) this.tip = row;
    this.readAt = notices;
    this.tipEndsAt = row.pinned_for_ms === null ? Infinity : askedAt + row.pinned_for_ms;
    return this.now(personId) ?? positionOf(row);
  }

  /** Forgets whom changes have moved since the last row: those since the place that was asked for are these and more. */
  private move(row: PositionRow, since: Tip | undefined): void {
    const { last } = this;
    this.last = row;
    const moved = since?.epoch === row.epoch && last?.epoch === row.epoch ? row.moved : null;
    if (moved?.every((mention) => mention.startsWith(PERSON)))
      for (const mention of moved) this.standings.delete(mention.slice(PERSON.length));
    else this.standings.clear();
  }
}

const PERSON = 'person:';

/** Of the same history, and of an earlier moment. */
function isOlder(one: Pick<Tip, 'epoch' | 'position'>, other: Pick<Tip, 'epoch' | 'position'>): boolean {
  return one.epoch === other.epoch && Number(one.position) < Number(other.position);
}

function isSame(one: Tip, other: Tip): boolean {
  return (
    one.epoch === other.epoch && one.position === other.position && one.pinned.join() === other.pinned.join()
  );
}

function place({ version, epoch, position, pinned }: Tip, { departments, has_own }: Standing): FeedPosition {
  return { version, epoch, position, pinned, departments, within: [], hasOwn: has_own };
}

/** What a row says of the feed and of its reader. */
export function positionOf(row: PositionRow): FeedPosition {
  return { ...place(row, row), within: row.within };
}
