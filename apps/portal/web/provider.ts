/** What the page keeps while somebody is at the provider. */
interface Pending {
  readonly state: string;
  readonly verifier: string;
  readonly back: string;
}

const PENDING = 'company-feed.signing-in';
const TOKEN = 'company-feed.token';

/** Signs in at an OpenID Connect provider: authorization code with PKCE (RFC 7636), without a secret. */
export class Provider {
  /** Why the reader is not signed in although they tried: the provider's words, or none where it could not be asked. */
  failure: { readonly reason: string | undefined } | undefined;

  constructor(
    private readonly settings: { readonly issuer: string; readonly clientId: string; readonly scope: string },
  ) {}

  get token(): string | undefined {
    return sessionStorage.getItem(TOKEN) ?? undefined;
  }

  leave(): void {
    sessionStorage.removeItem(TOKEN);
  }

  /** Takes up what the provider has sent the reader back with, if anything. */
  async start(): Promise<void> {
    const given = new URLSearchParams(location.search);
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null') as Pending | null;
    // A code that nobody here has asked for would sign the reader in as somebody else.
    if (!pending || given.get('state') !== pending.state) return;
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, '', pending.back);
    const code = given.get('code');
    if (code === null) this.failure = { reason: given.get('error_description') ?? given.get('error') ?? '' };
    else await this.redeem(code, pending).catch(() => (this.failure = { reason: undefined }));
  }

  /** Leaves the page, unless the provider cannot be asked: that is a {@link failure}. */
  async signIn(): Promise<void> {
    await this.leaveFor().catch(() => (this.failure = { reason: undefined }));
  }

  private async redeem(code: string, { verifier }: Pending): Promise<void> {
    const { token_endpoint: endpoint } = await this.discover();
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: this.settings.clientId,
      redirect_uri: redirectUri(),
      code_verifier: verifier,
      code,
    });
    const answer = await fetch(endpoint, { method: 'POST', body });
    const given = (await answer.json()) as {
      access_token?: string;
      error?: string;
      error_description?: string;
    };
    if (given.access_token !== undefined) sessionStorage.setItem(TOKEN, given.access_token);
    else this.failure = { reason: given.error_description ?? given.error };
  }

  private async leaveFor(): Promise<void> {
    const { authorization_endpoint: endpoint } = await this.discover();
    const pending = { state: random(), verifier: random(), back: location.pathname + location.search };
    sessionStorage.setItem(PENDING, JSON.stringify(pending));
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pending.verifier));
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: redirectUri(),
      scope: this.settings.scope,
      state: pending.state,
      code_challenge: base64url(new Uint8Array(hash)),
      code_challenge_method: 'S256',
    });
    location.assign(`${endpoint}?${asked.toString()}`);
  }

  private async discover(): Promise<{ authorization_endpoint: string; token_endpoint: string }> {
    const answer = await fetch(`${this.settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    return (await answer.json()) as { authorization_endpoint: string; token_endpoint: string };
  }
}

function redirectUri(): string {
  return `${location.origin}/`;
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
