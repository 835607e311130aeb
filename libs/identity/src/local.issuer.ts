import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Identity, Role } from './identity.js';
import { oidcVerifier } from './oidc.verifier.js';
import { defaultClaims, type SignIn } from './sign-in.js';
import type { TokenVerifier } from './token-verifier.js';

const ALGORITHM = 'EdDSA';
/** `iss` and `aud` of all tokens of all local issuers: their keys tell them apart. */
export const LOCAL_ISSUER = 'http://127.0.0.1/company-feed';
export const LOCAL_AUDIENCE = 'company-feed';

/** Who a token of a {@link LocalIssuer} is for. */
export interface Persona {
  readonly subject: string;
  readonly roles?: readonly Role[];
  readonly groups?: readonly string[];
  /** For a service: what it may publish as. */
  readonly source?: string;
}

/** Makes tokens for trying things out, with a key of its own in a folder. Whoever can read the folder can be anybody. */
export class LocalIssuer implements TokenVerifier {
  private readonly verifier: TokenVerifier;

  private constructor(
    private readonly key: CryptoKey,
    private readonly signIn: SignIn & { readonly keys: URL },
  ) {
    this.verifier = oidcVerifier(signIn);
  }

  /** The key of this folder, or a new one: then all tokens made there before are void. */
  static async open(folder: string): Promise<LocalIssuer> {
    const [own, published] = [join(folder, 'key.json'), join(folder, 'jwks.json')];
    const jwk = await readKey(own).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return makeKey(folder, own);
    });
    const { d: _private, ...open } = jwk;
    await writeWhole(published, JSON.stringify({ keys: [open] }), rename);
    const key = await importJWK(jwk, ALGORITHM);
    return new LocalIssuer(key as CryptoKey, {
      issuer: LOCAL_ISSUER,
      audience: LOCAL_AUDIENCE,
      keys: pathToFileURL(published),
      algorithms: [ALGORITHM],
      clockSkewMs: 0,
      claims: defaultClaims,
    });
  }

  /** What an app has to be told to believe its tokens. */
  get environment(): { OIDC_ISSUER: string; OIDC_AUDIENCE: string; OIDC_JWKS_URL: string } {
    const { issuer, audience, keys } = this.signIn;
    return { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: keys.href };
  }

  verify(token: string): Promise<Identity> {
    return this.verifier.verify(token);
  }

  /** A token for as many seconds. */
  issue({ subject, roles = [], groups = [], source }: Persona, lifetimeS = 3_600): Promise<string> {
    return new SignJWT({ roles, groups, ...(source !== undefined && { source }) })
      .setProtectedHeader({ alg: ALGORITHM, kid: 'local' })
      .setSubject(subject)
      .setIssuer(LOCAL_ISSUER)
      .setAudience(LOCAL_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1_000) + lifetimeS)
      .sign(this.key);
  }
}

async function readKey(path: string): Promise<JWK> {
  return JSON.parse(await readFile(path, 'utf8')) as JWK;
}

/** Of several at a time the first one's counts, for all of them. */
async function makeKey(folder: string, path: string): Promise<JWK> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'local', alg: ALGORITHM };
  await writeWhole(path, JSON.stringify(jwk), link).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return readKey(path);
}

/** Nobody ever reads half of it. */
async function writeWhole(
  path: string,
  text: string,
  place: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await place(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
