import { type FeedClient, type FeedEntry, type FeedPage, FeedProblem, type FeedQuery } from '#lib/client';
import * as state from './feed-state.js';
import { Follower } from './follower.js';
import { Groups } from './groups.js';
import { messageOf } from './message-of.js';
import { Reactions } from './reactions.js';

/** Pages that come by themselves as the reader nears the end. Then a button, or nobody would ever reach what is below. */
export const PAGES_BY_THEMSELVES = 3;
const TOMBSTONE_MS = 4_000;
/** What stands on a wall is never more than this: nobody scrolls there, and it hangs for weeks. */
const LONGEST_WALL = 60;
const LOOKS = 10;
const LOOK_EACH_MS = 200;

export type Status = 'idle' | 'loading' | 'ready' | 'failed' | 'signed-out';

/** What the reader wants to see. */
export interface Wish {
  readonly query: FeedQuery;
  /** The entry to begin at, with those around it. */
  readonly around?: string;
}

/** What a feed shows and how it came to be, without a page around it. Tells `onChange` of each change. */
export class FeedModel {
  status: Status = 'idle';
  state = state.EMPTY;
  loadingMore = false;
  pagesByThemselves = 1;
  problem: string | undefined;
  readonly groups: Groups;
  readonly reactions: Reactions;
  readonly follower: Follower;
  private client: FeedClient | undefined;
  private wish: Wish = { query: {} };
  private ending = new AbortController();
  private isTakingDown = false;

  constructor(readonly onChange: () => void) {
    this.groups = new Groups(onChange);
    this.reactions = new Reactions((change) => this.update(change));
    this.follower = new Follower(this);
  }

  /** Begins anew, with another wish or another reader. */
  async begin(client: FeedClient, wish: Wish): Promise<void> {
    this.end();
    const { signal } = (this.ending = new AbortController());
    Object.assign(this, { client, wish, status: 'loading', problem: undefined, pagesByThemselves: 1 });
    this.onChange();
    try {
      const page = await this.firstPage(signal);
      if (!signal.aborted) this.beginWith(page);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  retry(): Promise<void> {
    return this.client ? this.begin(this.client, this.wish) : Promise.resolve();
  }

  end(): void {
    this.ending.abort();
    this.groups.begin(undefined, {});
  }

  /** After a gap of which nothing is known: what is new is shown behind the pill, if it is on one page, or else all anew. */
  async reset(signal: AbortSignal): Promise<void> {
    const newest = await this.newest(signal).catch(() => undefined);
    if (!newest || signal.aborted) return;
    if (state.isContinuous(this.state, newest)) return this.catchUp(newest);
    const page = await this.firstPage(signal).catch(() => undefined);
    if (page && !signal.aborted) this.show(page);
  }

  get mayLoadByItself(): boolean {
    return this.pagesByThemselves < PAGES_BY_THEMSELVES;
  }

  /** Answers how many entries came. */
  async loadMore(byItself: boolean): Promise<number> {
    const { next } = this.state;
    if (next === null || this.loadingMore || this.status !== 'ready') return 0;
    const { signal } = this.ending;
    const before = this.state.items.length;
    this.loadingMore = true;
    this.pagesByThemselves = byItself ? this.pagesByThemselves + 1 : 1;
    this.onChange();
    try {
      const page = await this.client!.page({ ...this.wish.query, after: next }, { signal });
      if (!signal.aborted) this.state = state.continued(this.state, page);
    } catch (error) {
      // Asked for again by the button, not by itself in a circle.
      this.pagesByThemselves = PAGES_BY_THEMSELVES;
      this.problem = messageOf(error);
    }
    this.loadingMore = false;
    this.onChange();
    return this.state.items.length - before;
  }

  /** Shows what waits. Answers the id of the newest. */
  reveal(): string | undefined {
    const [first] = this.state.waiting;
    this.update(state.revealed);
    return first?.id;
  }

  /**
   * Reads the newest page, as soon as the feed has what `min` stands for, and shows what is new there. Without `min` it looks a
   * few times whether anything is.
   */
  async lookAgain(min?: string): Promise<string | undefined> {
    if (!this.client || this.status !== 'ready') return undefined;
    const { signal } = this.ending;
    for (let looks = 1; looks <= LOOKS && !signal.aborted; looks += 1) {
      this.catchUp(await this.newest(signal, min));
      if (min !== undefined || this.state.waiting.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
    }
    return this.reveal();
  }

  /** Shows by itself what waits, as on a wall. Of what is more than a wall takes, the newest page stays. */
  async putUp(): Promise<void> {
    this.reveal();
    const { signal } = this.ending;
    if (this.isTakingDown || this.state.items.length <= LONGEST_WALL) return;
    this.isTakingDown = true;
    const page = await this.firstPage(signal).catch(() => undefined);
    this.isTakingDown = false;
    if (!page || signal.aborted) return;
    // What the stream has told since the page was read comes once more; until then it stays.
    const { items } = this.state;
    this.ending.abort();
    this.ending = new AbortController();
    this.beginWith(page);
    this.catchUp({ ...page, items: [...items] });
    this.reveal();
  }

  update(change: (before: state.FeedState) => state.FeedState): void {
    this.state = change(this.state);
    this.onChange();
  }

  async retract(id: string): Promise<void> {
    this.groups.drop(id);
    const group = this.state.items.find((entry) => entry.id === id)?.group;
    const heir = group && (await this.heirOf(group.key));
    if (heir) return this.update((before) => state.succeeded(before, id, heir));
    this.update((before) => state.retracted(before, id));
    if (this.state.gone.has(id))
      setTimeout(() => this.update((before) => state.removed(before, id)), TOMBSTONE_MS);
  }

  /** Each entry by itself, as the stream tells them. */
  private newest(signal: AbortSignal, min?: string): Promise<FeedPage> {
    const query = { ...this.wish.query, group: 'none' as const, ...(min && { min, wait: 2000 }) };
    return this.client!.page(query, { signal });
  }

  private catchUp(newest: FeedPage): void {
    this.update((before) => state.caughtUp(before, newest));
  }

  private async firstPage(signal: AbortSignal): Promise<FeedPage> {
    const { query, around } = this.wish;
    return this.client!.page({ ...query, ...(around !== undefined && { around }) }, { signal });
  }

  /** Which entry speaks for a group now, if it is among the newest. */
  private async heirOf(key: string): Promise<FeedEntry | undefined> {
    const page = await this.client?.page(this.wish.query).catch(() => undefined);
    return page?.items.find(({ group }) => group?.key === key);
  }

  private beginWith(page: FeedPage): void {
    this.show(page);
    this.follower.follow(this.client!, this.wish.query, page.meta.position, this.ending.signal);
  }

  private show(page: FeedPage): void {
    this.state = { ...state.begun(page), isNewest: this.wish.around === undefined };
    this.status = 'ready';
    this.groups.begin(this.client, this.wish.query);
    this.onChange();
  }

  private fail(error: unknown): void {
    this.status = error instanceof FeedProblem && error.status === 401 ? 'signed-out' : 'failed';
    this.problem = messageOf(error);
    this.state = state.EMPTY;
    this.onChange();
  }
}
