import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF } from '#lib/testing';
import type { History } from '../history.js';
import type { SystemUnderTest } from '../system.js';
import type { Request, Sent } from './request.js';
import { Sender } from './sender.js';
import { type Step, stepsOf } from './steps.js';

/** After the last fault everything works again, so whatever is open is answered soon, or not at all. */
const LAST_ANSWERS_MS = 60_000;
const LOOK_WITHIN_MS = 3_000;

/** Clients that want something from the system all the time, each of its own, until they are told to stop. */
export class Load {
  readonly sent: Sent[] = [];
  readonly sender: Sender;
  private stopping = false;
  private attempts = 0;
  private readonly givenUp = new AbortController();
  private working: Promise<unknown> | undefined;

  constructor(
    private readonly system: SystemUnderTest,
    private readonly seed: number,
    private readonly clients: number,
    history: History,
  ) {
    const address = (app: string): string => this.replicaOf(app);
    this.sender = new Sender({ address, tokens: system.tokens, history, signal: this.givenUp.signal });
  }

  start(): void {
    this.working = Promise.all(Array.from({ length: this.clients }, (_, n) => this.client(n)));
  }

  /** Resolves when every request that was begun is answered, or given up after a minute. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.untilGivenUp(this.working);
  }

  /** So many are hired at once, of whom nothing else is known. Resolves like {@link stop}. */
  async burst(hires: number): Promise<void> {
    const ids = Array.from({ length: hires }, (_, n) => `${this.seed}-burst-${n}`);
    const hire = (id: string): Promise<Sent> => {
      const body = { id, name: 'Burst', position: 'Burst' };
      return this.send(id, { app: 'employee-registrar', method: 'POST', path: '/employees', body });
    };
    await this.untilGivenUp(Promise.all(ids.map(hire)));
  }

  private async untilGivenUp(work: Promise<unknown> | undefined): Promise<void> {
    const timer = setTimeout(() => this.givenUp.abort(), LAST_ANSWERS_MS);
    await work;
    clearTimeout(timer);
  }

  /** Sends something beside what the clients draw, until it is answered. */
  async send(key: string, request: Request, isAskedTwice = false): Promise<Sent> {
    const sent = await this.sender.send(key, request);
    const known = isAskedTwice ? await this.sender.sendAgain(sent) : sent;
    this.sent.push(known);
    return known;
  }

  private async client(n: number): Promise<void> {
    for (const step of stepsOf(this.seed, n, this.clients)) {
      if (this.stopping) return;
      const sending = step.requests.map(({ key, request }) => this.send(key, request, step.isAskedTwice));
      await Promise.all([...sending, this.lookAndReact(step)]);
      await sleep(step.pauseMs);
    }
  }

  private async lookAndReact({ requests, reaction }: Step): Promise<void> {
    const request = reaction?.(await this.shown());
    if (request) await this.send(`${requests[0]!.key}.seen`, request);
  }

  /** The ids on the first page of the feed; none when it cannot be read. */
  private async shown(): Promise<string[]> {
    try {
      const url = `${this.system.url('feed-api')}/feed?limit=50`;
      const headers = await this.system.tokens.as(CHIEF);
      const answer = await fetch(url, { headers, signal: AbortSignal.timeout(LOOK_WITHIN_MS) });
      const { items = [] } = (await answer.json()) as { items?: { id: string }[] };
      return items.map(({ id }) => id);
    } catch {
      return [];
    }
  }

  private replicaOf(app: string): string {
    const second = `${app}-2`;
    const isForSecond = this.attempts++ % 2 === 0 && this.system.apps.includes(second);
    return this.system.url(isForSecond ? second : app);
  }
}
