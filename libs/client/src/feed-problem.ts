import type { Fault, Problem } from './openapi.js';

/** What the feed answered instead of what was asked for (RFC 9457). Decide by `code`, which never changes. */
export class FeedProblem extends Error {
  override readonly name = 'FeedProblem';
  /** `unreadable` when the answer was no problem+json, as from a proxy. */
  readonly code: string;
  readonly detail: string;
  /** What is wrong with the request, and where. */
  readonly errors: readonly Fault[];
  /** For whoever looks into the logs of the server. */
  readonly requestId: string | undefined;

  constructor(
    readonly status: number,
    { code = 'unreadable', detail, title = '', errors = [], requestId }: Partial<Problem>,
    /** How long the server wants to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(`${status} ${code}: ${detail ?? title}`);
    this.code = code;
    this.detail = detail ?? title;
    this.errors = errors;
    this.requestId = requestId;
  }
}

/** Reads an answer that is not the one asked for. Never rejects. */
export async function problemOf(response: Response, now: number): Promise<FeedProblem> {
  const body: unknown = await response.json().catch(() => null);
  const problem = (body ?? { title: response.statusText }) as Partial<Problem>;
  return new FeedProblem(response.status, problem, retryAfterMs(response.headers.get('retry-after'), now));
}

/** Either seconds or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
