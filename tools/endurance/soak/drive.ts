import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF } from '#lib/testing';
import { announcement, batch, PUBLISHER } from '../../faults/load/announcements.js';
import type { Load } from '../../faults/load/load.js';
import { randomOf } from '../../faults/random.js';
import type { SystemUnderTest } from '../../faults/system.js';
import type { Sampler } from './sampler.js';

const BATCH = 100;
const PUBLISHERS = 4;
const READERS = 2;
/** Accepted and not in the log: publishers wait above it, so that what is measured is not a growing backlog. */
export const MOST_UNDERWAY = 20_000;
const READ_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 30_000;

/** Publishers of batches, and readers, beside the load of commands. */
export class Drive {
  /** Events that were accepted in batches. */
  accepted = 0;
  reads = 0;
  readonly failures: string[] = [];
  private posted = 0;
  private active = true;
  private reading: Promise<unknown> | undefined;

  constructor(
    private readonly system: SystemUnderTest,
    private readonly load: Load,
    private readonly sampler: Sampler,
    private readonly seed: number,
  ) {}

  /** Resolves when the log has so many events, or something failed. */
  async until(events: number): Promise<void> {
    this.reading = Promise.all(Array.from({ length: READERS }, () => this.read()));
    const publishing = Array.from({ length: PUBLISHERS }, (_, n) => this.publish(n, events));
    await Promise.all(publishing);
    while (this.sampler.logged < events && this.failures.length === 0) await sleep(50);
    this.active = false;
    await this.reading;
  }

  /** Everything accepted as far as it is known: a command that changed nothing has no event. */
  private get underway(): number {
    return this.accepted + this.load.sent.length - this.sampler.logged;
  }

  private async publish(n: number, events: number): Promise<void> {
    const random = randomOf(this.seed * 31 + n);
    const url = `${this.system.url('event-intake')}/events`;
    while (this.sampler.logged + this.underway < events && this.failures.length === 0) {
      if (this.underway > MOST_UNDERWAY) {
        await sleep(20);
        continue;
      }
      const first = this.posted;
      this.posted += BATCH;
      const { body, contentType } = batch(
        Array.from({ length: BATCH }, (_, i) => announcement(`${this.seed}-soak-${first + i}`, random)),
      );
      const answer = await this.ask(url, { method: 'POST', body, contentType: contentType! });
      if (answer?.status === 202) this.accepted += BATCH;
    }
  }

  /** The first page, and some older ones after it. */
  private async read(): Promise<void> {
    const feed = `${this.system.url('feed-api')}/feed?limit=50`;
    for (let page = 0, next = ''; this.active && this.failures.length === 0; page = (page + 1) % 5) {
      const answer = await this.ask(page === 0 ? feed : `${feed}&after=${encodeURIComponent(next)}`);
      next = (answer?.body as { page?: { next: string | null } } | undefined)?.page?.next ?? '';
      if (next === '') page = -1;
      this.reads++;
      await sleep(READ_EVERY_MS);
    }
  }

  private async ask(
    url: string,
    post?: { method: 'POST'; body: unknown; contentType: string },
  ): Promise<{ status: number; body: unknown } | undefined> {
    try {
      const signedIn = await this.system.tokens.as(post ? PUBLISHER : CHIEF);
      const answer = await fetch(url, {
        headers: { ...signedIn, ...(post && { 'content-type': post.contentType }) },
        ...(post && { method: post.method, body: JSON.stringify(post.body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await answer.text();
      if (!answer.ok) this.failures.push(`${url} was answered ${answer.status} ${text}`);
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
    } catch (error) {
      this.failures.push(`${url} was not answered: ${String(error)}`);
      return undefined;
    }
  }
}
