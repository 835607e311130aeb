import type { ConnectionState, FeedClient, FeedEvent, FeedQuery } from '#lib/client';
import { arrived, changed, type FeedState, reacted, renamed } from './feed-state.js';

/** Whether the feed hears of what is new. `off`: it does not, and does not say that it would. */
export type Connection = 'off' | 'connecting' | ConnectionState['state'];

/** What is kept up to date. */
interface Followed {
  update(change: (before: FeedState) => FeedState): void;
  retract(id: string): Promise<void>;
  /** What was between is not known. */
  reset(signal: AbortSignal): Promise<void>;
  onChange(): void;
}

/** Keeps a feed up to date, and knows whether it is. */
export class Follower {
  private told: Connection = 'off';
  private silentSince: Date | undefined;
  private cutAt: Date | undefined;

  constructor(private readonly model: Followed) {}

  get connection(): Connection {
    return this.cutAt && this.told !== 'off' ? 'offline' : this.told;
  }

  /** Since when nothing has come, while it is offline. */
  get since(): Date | undefined {
    return this.silentSince ?? this.cutAt;
  }

  /** The browser knows that there is no network before the stream has missed anything. */
  hearOfNetwork(isThere: boolean): void {
    this.cutAt = isThere ? undefined : new Date();
    this.model.onChange();
  }

  /** From a position on, until `signal` is aborted. */
  follow(client: FeedClient, query: FeedQuery, since: string, signal: AbortSignal): void {
    const { type, person, department, from, to, q } = query;
    const filters = Object.entries({ type, person, department, from, to, q }).filter(([, value]) => value);
    this.set('connecting');
    client.stream(Object.fromEntries(filters), {
      since,
      signal,
      onEvent: (event) => this.apply(event, signal),
      onState: (state) => this.hear(state),
    });
  }

  private hear(told: ConnectionState): void {
    // A server without a stream: what is there is all there is, and nobody is offline.
    if (told.state === 'offline' && told.problem?.status === 404) return this.set('off');
    this.set(told.state, told.state === 'offline' ? told.since : undefined);
  }

  private apply(told: FeedEvent, signal: AbortSignal): void {
    const { model } = this;
    switch (told.event) {
      case 'entry.added':
        return model.update((state) => arrived(state, told.data.entry));
      case 'entry.updated':
        return model.update((state) => changed(state, told.data.entry));
      case 'entry.retracted':
        return void model.retract(told.data.id);
      case 'reactions.changed':
        return model.update((state) => reacted(state, told.data.id, told.data.reactions));
      case 'name.changed':
        return model.update((state) => renamed(state, told.data));
      case 'reset':
        return void model.reset(signal);
    }
  }

  private set(connection: Connection, since?: Date): void {
    this.told = connection;
    this.silentSince = since;
    this.model.onChange();
  }
}
