import { type Answer, as, type Entry, get, type RequestHeaders, send } from './http.js';

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

  async add(person: string, entryId: string, kind: string, headers?: RequestHeaders): Promise<Answer> {
    const by = await as({ subject: person });
    return send('PUT', this.urlOf(entryId, kind), undefined, { ...by, ...headers });
  }

  async remove(person: string, entryId: string, kind: string, headers?: RequestHeaders): Promise<Answer> {
    const by = await as({ subject: person });
    return send('DELETE', this.urlOf(entryId, kind), undefined, { ...by, ...headers });
  }

  /** Those that an entry is answered with; undefined while there is no such entry. No reader: somebody without any. */
  async shownOf(entryId: string, reader?: string): Promise<readonly ShownReaction[] | undefined> {
    const headers = reader === undefined ? {} : await as({ subject: reader });
    const { body } = await get(`${this.feed}/feed/${entryId}`, headers);
    return (body as unknown as Partial<Entry>).reactions;
  }
}
