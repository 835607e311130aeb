import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { FeedStream } from './feed-stream.js';
import { as, get, post, readFeed } from './http.js';
import { announcement, IntakeClient, newSource } from './intake.client.js';
import { type RunningFeed, startTogether } from './running-feed.js';

type Persona = Parameters<typeof as>[0];

/** Changes that are replayed, at most. */
export const REPLAYED = 100;
/** Streams of one person, at most. */
export const PER_PERSON = 3;

/** A running system whose feed is followed, with little patience so that its limits are met. */
export class FollowedFeed {
  private readonly streams: FeedStream[] = [];

  private constructor(readonly system: RunningFeed) {}

  static async start(): Promise<FollowedFeed> {
    const settings = {
      STREAM_REPLAY_CHANGES: String(REPLAYED),
      STREAMS_PER_PERSON: String(PER_PERSON),
      STREAM_HEARTBEAT_MS: '300',
      STREAM_BUFFER_BYTES: '16384',
    };
    return new FollowedFeed(await startTogether(settings));
  }

  closeStreams(): void {
    for (const stream of this.streams.splice(0)) stream.close();
  }

  async follow(
    persona: Persona,
    params: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<FeedStream> {
    const signedIn = { ...(await as(persona)), ...headers };
    const stream = await FeedStream.open(this.system.feed, signedIn, params);
    this.streams.push(stream);
    await stream.next('hello');
    return stream;
  }

  async hire(name: string, departmentId?: string): Promise<string> {
    const details = { name, position: 'Engineer', ...(departmentId !== undefined && { departmentId }) };
    return String((await post(`${this.system.registrar}/employees`, details)).body['id']);
  }

  /** Resolves when the feed has the entry of a hire: its id. */
  seen(person: string): Promise<string> {
    return eventually(async () => {
      const [entry] = (await readFeed(this.system.feed, { person })).items;
      if (!entry) throw new Error(`nothing is said of ${person} yet`);
      return entry.id;
    });
  }

  async positionOf(persona: Persona): Promise<string> {
    const { body } = await get(`${this.system.feed}/feed?limit=1`, await as(persona));
    return (body['meta'] as unknown as { position: string }).position;
  }

  /** Resolves when the feed has them all. */
  async announce(count: number, text: string): Promise<void> {
    const source = newSource();
    const intake = new IntakeClient(this.system.intake);
    for (let sent = 0; sent < count; sent += 50) {
      const batch = Array.from({ length: Math.min(50, count - sent) }, () =>
        announcement(text, { source, data: { text: { en: text } } }),
      );
      await intake.batch(batch);
      for (const { id } of batch) await this.has(entryIdOf(source, id));
    }
  }

  private has(entryId: string): Promise<void> {
    return eventually(async () => {
      const { status } = await get(`${this.system.feed}/feed/${entryId}`);
      if (status !== 200) throw new Error(`${entryId} is not there: ${status}`);
    });
  }
}

export const isOf = (person: string) => (data: object) =>
  (data as { entry: { subject?: { id?: string } } }).entry.subject?.id === person;

export const isEntry = (id: string) => (data: object) => (data as { entry: { id?: string } }).entry.id === id;
