import { setTimeout as sleep } from 'node:timers/promises';
import type { Persona } from '#lib/identity';
import { FeedStream, type StreamEvent } from './feed-stream.js';
import { as, type FeedPage, get } from './http.js';

interface Named {
  readonly type: string;
  readonly id?: string;
  readonly items?: readonly Named[];
  readonly name?: string | null;
}
type Part = { readonly text: string; readonly arg?: Named };
type Shown = FeedPage['items'][number] & {
  readonly message: { readonly parts: readonly Part[]; readonly args: Readonly<Record<string, Named>> };
};

/** What somebody who follows the feed knows of it: the list as it was read, and what a stream has told since. */
export class FollowingReader {
  readonly entries = new Map<string, Shown>();
  resets = 0;
  resumed = 0;
  /** What went wrong; it has stopped then. */
  fault: unknown;
  private position: string | undefined;
  private stream: FeedStream | undefined;
  private isWanted = true;
  private running: Promise<void> | undefined;

  constructor(
    readonly feed: string,
    readonly persona: Persona,
    readonly filters: Readonly<Record<string, string>>,
    /** Asked after each event: whether the connection breaks there. */
    private readonly breaks: () => boolean,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.isWanted = false;
    this.stream?.close();
    await this.running;
  }

  /** Nothing is read for a while; what comes waits on the way. */
  async pause(ms: number): Promise<void> {
    const { stream } = this;
    stream?.answer.pause();
    await sleep(ms);
    stream?.answer.resume();
  }

  /** Up to where everything is known. */
  get sequence(): string | undefined {
    return sequenceOf(this.position);
  }

  /** All of the list as the server has it, and the position that it had when it was begun. */
  async readList(): Promise<{ entries: Shown[]; position: string }> {
    const entries: Shown[] = [];
    let after: string | null = null;
    let position: string | undefined;
    do {
      const page = await this.page({ limit: '100', ...(after !== null && { after }) });
      position ??= page.meta.position;
      entries.push(...(page.items as Shown[]));
      after = page.page.next;
    } while (after !== null);
    return { entries, position };
  }

  private async run(): Promise<void> {
    while (this.isWanted) {
      try {
        if (this.position === undefined) await this.readAnew();
        await this.follow();
      } catch (error) {
        if (this.isWanted && !/ECONNRE|socket hang up/.test(String(error))) this.fault = error;
        if (this.fault !== undefined) return;
      }
    }
  }

  private async readAnew(): Promise<void> {
    const { entries, position } = await this.readList();
    this.entries.clear();
    for (const entry of entries) this.entries.set(entry.id, entry);
    this.position = position;
  }

  private async follow(): Promise<void> {
    const headers = await as(this.persona);
    const params = { ...this.filters, since: this.position! };
    const stream = await FeedStream.open(this.feed, headers, params, (event) => this.take(event, stream));
    if (stream.answer.statusCode !== 200)
      throw new Error(`a stream was answered ${stream.answer.statusCode}`);
    this.stream = stream;
    while (!stream.answer.destroyed && !stream.isOver) await sleep(5);
  }

  private take({ event, id, data }: StreamEvent, stream: FeedStream): void {
    const { entry } = data as unknown as { entry: Shown };
    if (event === 'reset') {
      this.resets++;
      this.position = undefined;
      stream.close();
      return;
    }
    if (event === 'hello' && data['resumed']) this.resumed++;
    if (event === 'entry.added' || event === 'entry.updated') this.entries.set(entry.id, entry);
    if (event === 'entry.retracted') this.entries.delete(String(data['id']));
    if (event === 'reactions.changed') this.change(String(data['id']), { reactions: data['reactions'] });
    if (event === 'name.changed') this.rename(data as unknown as Named);
    if (id !== undefined) this.position = id;
    if (this.breaks()) stream.close();
  }

  private change(id: string, change: object): void {
    const known = this.entries.get(id);
    if (known) this.entries.set(id, { ...known, ...change });
  }

  /** Wherever it stands: beside its id, and in the text. */
  private rename(named: Named): void {
    const renamed = <Value>(value: Value): Value => renamedIn(value, named) as Value;
    for (const [id, entry] of this.entries) {
      const parts = entry.message.parts.map((part) =>
        part.arg?.id === named.id && part.arg?.type === named.type
          ? { ...part, text: named.name ?? part.text }
          : part,
      );
      const message = { ...entry.message, parts, text: parts.map(({ text }) => text).join('') };
      this.entries.set(id, renamed({ ...entry, message }));
    }
  }

  private async page(params: Record<string, string>): Promise<FeedPage> {
    const query = new URLSearchParams({ ...this.filters, ...params }).toString();
    const { status, body } = await get(`${this.feed}/feed?${query}`, await as(this.persona));
    if (status !== 200) throw new Error(`the list was answered ${status} ${JSON.stringify(body)}`);
    return body as unknown as FeedPage;
  }
}

/** The part of a position that says how far the feed has come, and in which history. */
export const sequenceOf = (position: string | undefined): string | undefined =>
  position?.split('.').slice(0, 2).join('.');

function renamedIn(value: unknown, named: Named): unknown {
  if (Array.isArray(value)) return value.map((item) => renamedIn(item, named));
  if (typeof value !== 'object' || value === null) return value;
  const { id, type } = value as Partial<Named>;
  if (id === named.id && type === named.type) return named;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamedIn(inner, named)]));
}
