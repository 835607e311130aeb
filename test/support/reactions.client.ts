import { type Answer, type Entry, get, send } from './http.js';

export type ShownReaction = Entry['reactions'][number];

/** Reactions over HTTP. */
export class ReactionsClient {
  constructor(
    private readonly address: string,
    private readonly feed: string,
  ) {}

  urlOf(entryId: string, kind: string): string {
    return `${this.address}/feed/${entryId}/reactions/${kind}`;
  }

  add(
    person: string,
    entryId: string,
    kind: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return send('PUT', this.urlOf(entryId, kind), undefined, { 'x-actor-id': person, ...headers });
  }

  remove(
    person: string,
    entryId: string,
    kind: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return send('DELETE', this.urlOf(entryId, kind), undefined, { 'x-actor-id': person, ...headers });
  }

  /** Those that an entry is answered with; undefined while there is no such entry. No reader: somebody unknown. */
  async shownOf(entryId: string, reader?: string): Promise<readonly ShownReaction[] | undefined> {
    const { body } = await get(`${this.feed}/feed/${entryId}`, reader ? { 'x-actor-id': reader } : {});
    return (body as unknown as Partial<Entry>).reactions;
  }
}
