import { readFile } from 'node:fs/promises';
import { importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, LocalIssuer, ROLES } from '#lib/identity';
import type { SystemUnderTest } from '../../faults/system.js';
import { FOREIGN_SOURCE } from '../sound-events.js';

/** Who asks for everything that a publisher does not ask for. */
export const PERSON = 'malformed-person-1';
const LIFETIME_S = 24 * 60 * 60;
const now = (): number => Math.floor(Date.now() / 1_000);

/** What requests are signed in with. */
export interface Credentials {
  /** Of somebody who may do whatever has a role. */
  readonly person: string;
  /** Of the publisher of the events of a run, who may look at what operators look at. */
  readonly source: string;
  /** Tokens that nobody may believe. */
  readonly void: readonly string[];
}

/** Those of a system whose issuer's key is here. */
export async function credentialsIn({ dir, tokens: { issuer } }: SystemUnderTest): Promise<Credentials> {
  const person = await issuer.issue({ subject: PERSON, roles: ROLES }, LIFETIME_S);
  const source = await issuer.issue(
    { subject: 'malformed', source: FOREIGN_SOURCE, roles: ROLES },
    LIFETIME_S,
  );
  const stranger = await LocalIssuer.open(`${dir}/stranger`);
  const strangers = await stranger.issue({ subject: PERSON, roles: ROLES }, LIFETIME_S);
  const key = JSON.parse(await readFile(`${dir}/issuer/key.json`, 'utf8')) as JWK;
  return { person, source, void: [strangers, ...(await signedWrongly(key)), ...tampered(person)] };
}

/** Made with the right key, and not to be believed for what they say, or do not say. */
async function signedWrongly(jwk: JWK): Promise<string[]> {
  const key = await importJWK(jwk, 'EdDSA');
  const sound = {
    iss: LOCAL_ISSUER,
    aud: LOCAL_AUDIENCE,
    sub: PERSON,
    roles: ROLES,
    exp: now() + LIFETIME_S,
  };
  const claims: object[] = [
    { exp: now() - 3_600 },
    { exp: undefined },
    { exp: 'tomorrow' },
    { nbf: now() + 3_600 },
    { aud: 'payroll' },
    { aud: undefined },
    { aud: ['', 'company-feed-2'] },
    { iss: 'https://elsewhere.example' },
    { iss: `${LOCAL_ISSUER}/` },
    { sub: undefined },
    { sub: '' },
    { sub: '..' },
    { sub: 'a b' },
    { sub: 'x'.repeat(2_000) },
    { sub: { $ne: null } },
    { roles: 'hr' },
    { roles: [{ hr: true }] },
    { groups: [null] },
    { source: '' },
    { source: ['/malformed'] },
  ];
  const signed = claims.map((wrong) =>
    new SignJWT({ ...sound, ...wrong }).setProtectedHeader({ alg: 'EdDSA', kid: 'local' }).sign(key),
  );
  const unknownKey = new SignJWT(sound).setProtectedHeader({ alg: 'EdDSA', kid: '../../key.json' }).sign(key);
  // The public key is no secret: who takes it for one believes whoever has read it.
  const publicKey = Buffer.from(String(jwk.x), 'base64url');
  const symmetric = new SignJWT(sound).setProtectedHeader({ alg: 'HS256', kid: 'local' }).sign(publicKey);
  return [...(await Promise.all([...signed, unknownKey, symmetric])), new UnsecuredJWT(sound).encode()];
}

/** A sound one in which something was changed afterwards. */
function tampered(token: string): string[] {
  const [header, payload, signature] = token.split('.') as [string, string, string];
  const other = Buffer.from(JSON.stringify({ sub: 'somebody', roles: ROLES, exp: now() + LIFETIME_S }));
  return [
    `${header}.${other.toString('base64url')}.${signature}`,
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`,
    `${Buffer.from('{"alg":"NONE","kid":"local"}').toString('base64url')}.${payload}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${signature}.${signature}`,
    `${header}..${signature}`,
    '..',
    Buffer.from('{"alg":"EdDSA"').toString('base64url'),
  ];
}
