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
    const code = given.get('code');
    if (code === null || !pending || given.get('state') !== pending.state) return;
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, '', pending.back);
    const { token_endpoint: endpoint } = await this.discover();
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: this.settings.clientId,
      redirect_uri: redirectUri(),
      code_verifier: pending.verifier,
      code,
    });
    const answer = await fetch(endpoint, { method: 'POST', body });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token !== undefined) sessionStorage.setItem(TOKEN, token);
  }

  /** Leaves the page. */
  async signIn(): Promise<void> {
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
