import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF, type Tokens } from '#lib/testing';
import type { History } from '../history.js';
import type { Request, Sent } from './request.js';

const ANSWER_WITHIN_MS = 3_000;
const PAUSE_MS = { first: 50, most: 1_000 };

/** An answer, of whatever status. */
export interface Attempt {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** An app, and what it knows its callers by. */
export interface Receiver {
  readonly url: string;
  readonly tokens: Tokens;
}

export interface SenderOptions {
  /** Where an app is, or another replica of it each time. */
  readonly address: (app: string) => string;
  readonly tokens: Tokens;
  readonly history: History;
  /** Gives up what is not answered. */
  readonly signal: AbortSignal;
}

/**
 * Sends requests until they are answered with 2xx or 4xx. Timeouts, broken connections and 5xx are no answers: whether
 * it was recorded is not known then, and the same is sent again under the same key.
 */
export class Sender {
  /** How often the system answered 5xx, by status and code. */
  readonly failures = new Map<string, number>();

  constructor(private readonly options: SenderOptions) {}

  async send(key: string, request: Request): Promise<Sent> {
    const { address, tokens, history, signal } = this.options;
    history.note('asked', { key, ...request });
    let version: string | undefined;
    let unanswered = 0;
    for (let pause = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.most)) {
      try {
        const at = { url: address(request.app), tokens };
        // The same at every attempt, or it would be another request.
        version ??= request.onlyIfUnchanged && (await versionOf(at, request.onlyIfUnchanged));
        const { status, body } = await attempt(at, key, request, version);
        history.note('answered', { key, status, body });
        if (status < 500) return { ...outcomeOf(status, body), key, request, unanswered };
        this.countFailure(status, body);
      } catch (error) {
        history.note('unanswered', { key, why: wordsOf(error) });
      }
      unanswered += 1;
      if (signal.aborted) return { key, request, outcome: 'unanswered', unanswered };
      await sleep(pause);
    }
  }

  /** An accepted request once more. Answers it as it was, or with what was answered otherwise. */
  async sendAgain(sent: Sent): Promise<Sent> {
    const { key, request, outcome, status, answer } = sent;
    if (outcome !== 'accepted' || request.onlyIfUnchanged !== undefined) return sent;
    const { address, tokens } = this.options;
    const at = { url: address(request.app), tokens };
    const again = await attempt(at, key, request).catch(() => undefined);
    if (!again || again.status >= 500) return sent;
    const [then, now] = [JSON.stringify([status, answer]), JSON.stringify([again.status, again.body])];
    return now === then ? sent : { ...sent, contradiction: `${then}, then ${now}` };
  }

  private countFailure(status: number, body: Attempt['body']): void {
    const failure = `${status} ${String(body['code'])}`;
    this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1);
  }
}

/** Of an answer below 500. */
export function outcomeOf(
  status: number,
  body: Attempt['body'],
): Pick<Sent, 'outcome' | 'status' | 'answer' | 'code'> {
  if (status < 300) return { outcome: 'accepted', status, answer: body };
  return { outcome: 'refused', status, code: String(body['code']) };
}

/** Sends a request once. Rejects when it is not answered whole, or not within 3 s. */
export async function attempt(
  { url, tokens }: Receiver,
  key: string,
  request: Omit<Request, 'method'> & { readonly method: string },
  version?: string,
): Promise<Attempt> {
  const { method, path, body, contentType = 'application/json', by = CHIEF } = request;
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(await tokens.as(by)),
      'idempotency-key': key,
      'x-request-id': key,
      ...(body !== undefined && { 'content-type': contentType }),
      ...(version !== undefined && { 'if-match': version }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return { status: answer.status, body: (await answer.json()) as Attempt['body'] };
}

/** Of what does not exist: the one that it would begin with. */
async function versionOf({ url, tokens }: Receiver, path: string): Promise<string> {
  const headers = await tokens.as(CHIEF);
  const answer = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  await answer.arrayBuffer();
  if (answer.status >= 500) throw new Error(`GET ${url}${path}: ${answer.status}`);
  return answer.headers.get('etag') ?? '"1"';
}

function wordsOf(error: unknown): string {
  const { name, message, cause } = error as Error;
  return `${name}: ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`;
}
