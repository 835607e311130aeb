import type { ClientEnvironment } from './environment.js';
import { problemOf } from './feed-problem.js';

export interface HttpOptions {
  readonly baseUrl: string;
  readonly token?: (refused?: string) => string | undefined | Promise<string | undefined>;
  readonly locale?: () => string | undefined;
  readonly fetch?: typeof fetch;
}

type Parameter = string | number | readonly string[] | undefined;

export interface FeedRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
  /** The token is there, and the request goes out. */
  readonly onSend?: () => void;
}

/** Pages that were read lately, so that one that has not changed costs nothing but a 304. */
const KEPT_MOST = 30;

/** Speaks HTTP with the feed, as whoever the token is of. */
export class FeedHttp {
  private readonly kept = new Map<string, { readonly etag: string; readonly body: unknown }>();

  constructor(
    private readonly options: HttpOptions,
    private readonly environment: ClientEnvironment,
  ) {}

  /**
   * The answer, if it is 2xx or 304. A 401 is tried once more, if there is another token then.
   * Throws `FeedProblem` for every other answer, and what `fetch` throws when there is none.
   */
  async send(request: FeedRequest): Promise<Response> {
    const token = await this.options.token?.();
    let response = await this.sendAs(token, request);
    if (response.status === 401 && token !== undefined) {
      const other = await this.options.token?.(token);
      if (other !== undefined && other !== token) {
        await response.body?.cancel();
        response = await this.sendAs(other, request);
      }
    }
    if (response.ok || response.status === 304) return response;
    throw await problemOf(response, this.environment.now());
  }

  async json<Answer>(request: FeedRequest): Promise<Answer> {
    return (await this.send(request)).json() as Promise<Answer>;
  }

  /** Reads what it has read before only if it has changed since. Whose it is and in which language is in the tag. */
  async read<Answer>(request: FeedRequest): Promise<Answer> {
    const key = `${this.options.locale?.() ?? ''} ${pathOf(request)}`;
    const known = this.kept.get(key);
    const headers = known && { 'if-none-match': known.etag };
    const response = await this.send({ ...request, ...(headers && { headers }) });
    const etag = response.headers.get('etag');
    const body = response.status === 304 && known ? known.body : ((await response.json()) as unknown);
    if (etag !== null) this.keep(key, etag, body);
    return body as Answer;
  }

  private keep(key: string, etag: string, body: unknown): void {
    // A map goes from the oldest to the newest.
    this.kept.delete(key);
    this.kept.set(key, { etag, body });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_MOST) break;
      this.kept.delete(oldest);
    }
  }

  private sendAs(token: string | undefined, request: FeedRequest): Promise<Response> {
    const locale = this.options.locale?.();
    const headers = {
      accept: 'application/json, application/problem+json',
      ...(request.body && { 'content-type': 'application/json' }),
      ...(locale !== undefined && { 'accept-language': locale }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...request.headers,
    };
    request.onSend?.();
    // Browsers refuse to be asked through another object than the global one.
    const { fetch: send = globalThis.fetch } = this.options;
    return send(this.options.baseUrl.replace(/\/$/, '') + pathOf(request), {
      method: request.method ?? 'GET',
      headers,
      ...(request.body && { body: JSON.stringify(request.body) }),
      ...(request.signal && { signal: request.signal }),
    });
  }
}

function pathOf({ path, query = {} }: FeedRequest): string {
  const given = Object.entries(query as Record<string, Parameter>)
    .map(([name, value = '']): [string, string] => [name, String(value)])
    .filter(([, value]) => value !== '');
  return given.length > 0 ? `${path}?${new URLSearchParams(given).toString()}` : path;
}
