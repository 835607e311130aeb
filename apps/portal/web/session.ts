import type { Settings } from './settings.js';
import { Provider } from './provider.js';

/** Somebody to be, where the page may choose. */
export interface Persona {
  readonly subject: string;
  readonly roles?: readonly string[];
  readonly source?: string;
  readonly about: string;
}

const REMEMBERED = 'company-feed.persona';
const TOKEN = 'company-feed.token';

/** Who the reader is, and their token. */
export class Session {
  personas: readonly Persona[] = [];
  private who: Persona | undefined;
  /** Also those that are on their way: several parts of the page ask at once. */
  private readonly tokens = new Map<string, Promise<string>>();
  readonly provider: Provider | undefined;

  constructor(private readonly settings: Settings) {
    const { signIn } = settings;
    if (signIn.by === 'provider') this.provider = new Provider(signIn);
  }

  /** Whom the reader is: the id that commands in their own name carry. Undefined while they are nobody. */
  get subject(): string | undefined {
    if (this.who) return this.who.subject;
    const token = this.stored;
    return token === undefined ? undefined : subjectOf(token);
  }

  get persona(): Persona | undefined {
    return this.who;
  }

  async start(): Promise<void> {
    if (this.provider) return this.provider.start();
    if (this.settings.signIn.by !== 'personas') return;
    const answer = await fetch('/sign-in/personas');
    const { personas } = (await answer.json()) as { personas: readonly Persona[] };
    this.personas = personas;
    const before = localStorage.getItem(REMEMBERED);
    this.who = personas.find(({ subject }) => subject === before) ?? personas[0];
  }

  be(subject: string): void {
    this.who = this.personas.find((persona) => persona.subject === subject) ?? this.who;
    localStorage.setItem(REMEMBERED, subject);
  }

  /** A token that somebody has typed in; it is forgotten with the tab. */
  keep(token: string): void {
    sessionStorage.setItem(TOKEN, token);
  }

  leave(): void {
    sessionStorage.removeItem(TOKEN);
    this.provider?.leave();
  }

  /** For whom the reader is, or for another persona. `refused`: not that one again. */
  async token(refused?: string, persona = this.who): Promise<string | undefined> {
    if (!persona) return refused === undefined ? this.stored : undefined;
    const known = this.tokens.get(persona.subject);
    if (known && (await known.catch(() => refused)) !== refused) return known;
    const token = tokenFor(persona);
    this.tokens.set(persona.subject, token);
    return token;
  }

  private get stored(): string | undefined {
    return this.provider ? this.provider.token : (sessionStorage.getItem(TOKEN) ?? undefined);
  }
}

async function tokenFor({ subject, roles = [], source }: Persona): Promise<string> {
  const answer = await fetch('/sign-in/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ subject, roles, ...(source !== undefined && { source }) }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
}

/** The claim `sub`; the page believes it, the API looks. */
function subjectOf(token: string): string | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    return (JSON.parse(new TextDecoder().decode(bytes)) as { sub?: string }).sub;
  } catch {
    return undefined;
  }
}
