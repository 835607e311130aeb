import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type Provider from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';

/** What its tokens are for. */
export const OIDC_AUDIENCE = 'https://feed.example';

/** A real OpenID Connect provider on a port of its own, which may change its keys, and go away. */
export class OidcServer {
  private readonly keys: JWK[] = [];
  private server: Server | undefined;
  private port = 0;
  private answer: ReturnType<Provider['callback']> | undefined;

  private constructor(private readonly pages: string | undefined) {}

  /** `pages`: where people come back to who sign in by their browser, as the client `pages`. */
  static async start(pages?: string): Promise<OidcServer> {
    const started = new OidcServer(pages);
    await started.listen();
    await started.rotate();
    return started;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Signs with a new key from now on, and still publishes those before it. */
  async rotate(): Promise<void> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    this.keys.unshift({
      ...(await exportJWK(privateKey)),
      kid: `key-${this.keys.length}`,
      use: 'sig',
      alg: 'RS256',
    });
    this.answer = (await providerOf(this.issuer, this.keys, this.pages)).callback();
  }

  async listen(): Promise<void> {
    this.server = createServer((request, response) => void this.answer!(request, response));
    await new Promise<void>((listening) => this.server!.listen(this.port, '127.0.0.1', listening));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async goAway(): Promise<void> {
    this.server!.closeAllConnections();
    await new Promise((closed) => this.server!.close(closed));
  }

  /** As a client gets one: for `anna`, who has the roles that the provider calls `people-team` and `staff`. */
  async token(): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'anna',
      client_secret: 'of anna',
      resource: OIDC_AUDIENCE,
    });
    const answer = await fetch(`${this.issuer}/token`, { method: 'POST', body });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`the provider answers ${answer.status}`);
    return token;
  }
}

/** Loaded when it is wanted: whoever starts servers of the system by this lib has no use for it. */
async function providerOf(
  issuer: string,
  keys: readonly JWK[],
  pages: string | undefined,
): Promise<Provider> {
  const { default: Provider } = await import('oidc-provider');
  return new Provider(issuer, {
    jwks: { keys: [...keys] },
    clients: [
      {
        client_id: 'anna',
        client_secret: 'of anna',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
      },
      ...(pages === undefined ? [] : [clientOf(pages)]),
    ],
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    extraTokenClaims: () => ({ realm_access: { roles: ['people-team', 'staff'] }, groups: ['engineers'] }),
    features: {
      // Its own forms, for people to sign in with any name and password.
      devInteractions: { enabled: pages !== undefined },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => OIDC_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: OIDC_AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3_600,
          jwt: { sign: { alg: 'RS256', kid: keys[0]!.kid! } },
        }),
      },
    },
  });
}

/** What runs in a browser has no secret. */
function clientOf(pages: string): ClientMetadata {
  return {
    client_id: 'pages',
    redirect_uris: [pages],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}
