import { type ClientEnvironment, hereAndNow } from './environment.js';
import { FeedHttp, type HttpOptions } from './feed-http.js';
import type {
  FeedFilters,
  FeedEntry,
  EntryHistory,
  FeedMarker,
  FeedPage,
  FeedQuery,
  GroupQuery,
} from './feed-types.js';
import { FeedStream, type StreamOptions } from './feed-stream.js';
import type { AddReactionAnswer } from './openapi.js';

export interface FeedClientOptions extends HttpOptions {
  /** Where the API is, for example `https://feed.example`, or `''` for the origin of the page. */
  readonly baseUrl: string;
  /**
   * Asked before each request. When the feed has refused one, it is asked once more, with the one that was refused, so that
   * a cache can be passed by.
   */
  readonly token?: (refused?: string) => string | undefined | Promise<string | undefined>;
  /** In which language texts are. Without one the browser says. */
  readonly locale?: () => string | undefined;
  /** Another one than the global. */
  readonly fetch?: typeof fetch;
  /** For tests. */
  readonly environment?: ClientEnvironment;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/**
 * The company feed, for pages and programs. Every answer that is not the one asked for is thrown as a `FeedProblem`; where
 * there is no answer at all, what `fetch` throws goes through.
 */
export class FeedClient {
  private readonly http: FeedHttp;
  private readonly environment: ClientEnvironment;

  constructor(options: FeedClientOptions) {
    this.environment = options.environment ?? hereAndNow();
    this.http = new FeedHttp(options, this.environment);
  }

  /** A page, newest entry first. One that was read before and has not changed is the same object again. */
  page(query: FeedQuery = {}, { signal }: RequestOptions = {}): Promise<FeedPage> {
    return this.http.read({ path: '/feed', query, signal });
  }

  entry(id: string, { signal }: RequestOptions = {}): Promise<FeedEntry> {
    return this.http.read({ path: `/feed/${encodeURIComponent(id)}`, signal });
  }

  /** A page of the entries that an entry with this `group.key` speaks for. */
  group(key: string, query: GroupQuery = {}, { signal }: RequestOptions = {}): Promise<FeedPage> {
    return this.http.read({ path: `/feed/groups/${encodeURIComponent(key)}`, query, signal });
  }

  history(id: string, { signal }: RequestOptions = {}): Promise<EntryHistory> {
    return this.http.read({ path: `/feed/${encodeURIComponent(id)}/history`, signal });
  }

  /** Adds or removes the reader's reaction. Doing so twice is doing it once, so it may be sent again. */
  react(
    entryId: string,
    kind: string,
    isThere: boolean,
    { signal }: RequestOptions = {},
  ): Promise<AddReactionAnswer> {
    const path = `/feed/${encodeURIComponent(entryId)}/reactions/${encodeURIComponent(kind)}`;
    return this.http.json({ method: isThere ? 'PUT' : 'DELETE', path, signal });
  }

  marker({ signal }: RequestOptions = {}): Promise<FeedMarker> {
    return this.http.read({ path: '/feed/marker', signal });
  }

  /** Says that the reader has seen all until this position. It never moves back. */
  see(position: string, { signal }: RequestOptions = {}): Promise<FeedMarker> {
    return this.http.json({ method: 'PUT', path: '/feed/marker', body: { position }, signal });
  }

  /** Changes from a position on, such as `meta.position` of a page, until it is closed. See `FeedStream`. */
  stream(filters: FeedFilters, options: StreamOptions): FeedStream {
    return new FeedStream(this.http, this.environment, filters, options);
  }
}
