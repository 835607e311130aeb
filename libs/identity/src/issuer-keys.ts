import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import type { SignIn } from './sign-in.js';
import { KeysUnavailable } from './token-verifier.js';

/** How often, at most, tokens with a key that is not known have the issuer asked. */
const COOLDOWN_MS = 1_000;
const PATIENCE_MS = 5_000;

/**
 * The issuer's public keys: asked for when they are first needed, again every ten minutes, and when a token names one
 * that is not among them. Those that were had last go on being used while the issuer cannot be reached.
 */
export function issuerKeys({ issuer, keys }: SignIn): JWTVerifyGetKey {
  let known: JWTVerifyGetKey | undefined;
  return async (header, token) => {
    try {
      known ??= await find(keys ?? (await discover(issuer)));
      return await known(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw new KeysUnavailable(`the keys of ${issuer} cannot be had: ${(error as Error).message}`);
    }
  };
}

async function find(url: URL): Promise<JWTVerifyGetKey> {
  return url.protocol === 'file:' ? fromFile(url) : remote(url);
}

function isAboutToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}

async function fromFile(url: URL): Promise<JWTVerifyGetKey> {
  return createLocalJWKSet(JSON.parse(await readFile(url, 'utf8')) as JSONWebKeySet);
}

/** OpenID Connect Discovery 1.0, section 4. */
async function discover(issuer: string): Promise<URL> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = JSON.parse(await read(url)) as { issuer?: unknown; jwks_uri?: unknown };
  if (document.issuer !== issuer) throw new Error(`${url} is of another issuer`);
  if (typeof document.jwks_uri !== 'string') throw new Error(`${url} has no jwks_uri`);
  return new URL(document.jwks_uri);
}

function remote(url: URL): JWTVerifyGetKey {
  let last: string | undefined;
  const keys: RemoteJWKSet = createRemoteJWKSet(url, {
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: PATIENCE_MS,
    [customFetch]: async (address) => {
      last = await readKeys(address).catch((error: unknown) => {
        if (last === undefined) throw error;
        return last;
      });
      return new Response(last);
    },
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      // It may be as new as that: the issuer is asked once more, as soon as it may be.
      if (!(error instanceof errors.JWKSNoMatchingKey && keys.coolingDown)) throw error;
      await sleep(COOLDOWN_MS);
      return keys(header, token);
    }
  };
}

async function readKeys(address: string): Promise<string> {
  const text = await read(address);
  // Refuses what is no key set, so that it does not take the place of one that is.
  createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  return text;
}

async function read(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.status !== 200) throw new Error(`${address} answers ${answer.status}`);
  return answer.text();
}
