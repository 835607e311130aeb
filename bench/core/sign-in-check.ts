import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

/** Whether whoever sends this header is signed in, and may do what they ask for. */
export type SignInCheck = (authorization: string | undefined) => Promise<boolean>;

/** The least that still looks at the signature: once for each token, and then at its end alone. `role`: without it nobody may. */
export async function signInCheck(
  environment: Readonly<Record<string, string>>,
  role?: string,
): Promise<SignInCheck> {
  const { OIDC_JWKS_URL, OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = environment;
  const keys = JSON.parse(await readFile(new URL(OIDC_JWKS_URL!), 'utf8')) as JSONWebKeySet;
  const key = createLocalJWKSet(keys);
  const until = new Map<string, number>();
  return async (authorization = '') => {
    if (Date.now() < (until.get(authorization) ?? 0)) return true;
    const { payload } = await jwtVerify(authorization.replace('Bearer ', ''), key, {
      issuer: issuer!,
      audience: audience!,
    });
    const may = role === undefined || (payload['roles'] as string[]).includes(role);
    if (may) until.set(authorization, payload.exp! * 1_000);
    return may;
  };
}
