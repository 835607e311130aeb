import type { Session } from './session.js';
import { type Settings, type Target, urlOf } from './settings.js';

/** What a command was refused with, in the server's words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Done {
  readonly id: string;
  /** For `min` of `GET /feed`: so that the feed is read when it has what was done. */
  readonly token: string | undefined;
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail: string }[];
}

/** Sends commands as whoever is signed in. */
export class Commands {
  constructor(
    private readonly settings: Settings,
    private readonly session: Session,
  ) {}

  /** Throws {@link Refused}. It may be sent again: it is done once. */
  async send(target: Target, path: string, body: object): Promise<Done> {
    const answer = await fetch(urlOf(this.settings, target) + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${(await this.session.token()) ?? ''}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
    const said = (await answer.json().catch(() => ({}))) as Problem & { id?: string };
    if (!answer.ok) throw new Refused(answer.status, wordsOf(said) || answer.statusText);
    return { id: said.id ?? '', token: answer.headers.get('feed-token') ?? undefined };
  }
}

/** One fault in its own words, several as a list. */
function wordsOf({ detail = '', errors = [] }: Problem): string {
  if (errors.length === 0) return detail;
  return errors
    .map(({ pointer, detail: fault }) => `${pointer?.replace(/^#\//, '') ?? ''} ${fault}`)
    .join('; ');
}
