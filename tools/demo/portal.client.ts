import type { Persona } from '#lib/identity';
import type { Tokens } from '#lib/testing';

/** An entry, as far as the demo looks at it. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly message: { readonly text: string };
  readonly reactions: readonly { readonly kind: string; readonly count: number; readonly mine: boolean }[];
}

interface Page {
  readonly items: readonly Entry[];
  readonly page: { readonly next: string | null };
}

/** Whoever nobody else is asked to be: hires people, and draws up the departments. */
const HR: Persona = { subject: 'anna', roles: ['hr', 'org'] };

/** The feed and its sources over HTTP, as somebody may use them. */
export class PortalClient {
  constructor(
    private readonly address: string,
    private readonly tokens: Tokens,
    private readonly who: Persona = HR,
  ) {}

  /** The same, used by somebody else. */
  as(who: Persona): PortalClient {
    return new PortalClient(this.address, this.tokens, who);
  }

  /** Answers the id of what was made. */
  async create(path: string, body: object): Promise<string> {
    return String((await this.send('POST', path, body))['id']);
  }

  async change(path: string, body: object): Promise<void> {
    await this.send('POST', path, body);
  }

  async remove(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  async react(method: 'PUT' | 'DELETE', entryId: string, kind: string, personId: string): Promise<void> {
    await this.as({ subject: personId }).send(method, `/feed/${entryId}/reactions/${kind}`);
  }

  /** Every entry, newest first, in one language. */
  async wholeFeed(language: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    let after = '';
    do {
      const { items, page } = await this.get<Page>(`/feed?limit=100${after}`, {
        'accept-language': language,
      });
      entries.push(...items);
      after = page.next === null ? '' : `&after=${page.next}`;
    } while (after !== '');
    return entries;
  }

  /** Undefined: the feed does not have it, or not yet. */
  async entry(id: string, personId: string): Promise<Entry | undefined> {
    const reader = this.as({ subject: personId });
    return reader.get<Entry>(`/feed/${id}`).catch((error: Error) => {
      if ((error.cause as Response | undefined)?.status === 404) return undefined;
      throw error;
    });
  }

  private async get<Answer>(path: string, headers?: Record<string, string>): Promise<Answer> {
    return (await this.send('GET', path, undefined, headers)) as Answer;
  }

  private async send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Record<string, unknown>> {
    const type = path === '/events' ? 'application/cloudevents+json' : 'application/json';
    const answer = await fetch(this.address + path, {
      method,
      headers: { ...headers, ...(await this.tokens.as(this.who)), ...(body && { 'content-type': type }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`, { cause: answer });
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  }
}
