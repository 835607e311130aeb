import type { JWTPayload } from 'jose';
import { type Identity, type Role, ROLES } from './identity.js';
import type { Claims } from './sign-in.js';
import { TokenRefused } from './token-verifier.js';

/** The id of a person in the company. */
export const PERSON_ID = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,64}$/;
/** What a service may publish as: `/payroll`, `/canteen/menu`. */
export const SOURCE = /^(?=.{2,255}$)(\/[a-z0-9._-]+)+$/;

/** Whose a verified token is. Throws {@link TokenRefused} when it does not say so. */
export function identityOf(payload: JWTPayload, claims: Claims): Identity {
  const { sub } = payload;
  if (sub === undefined || sub === '' || sub.length > 255)
    throw wrong('sub', 'must be 1 to 255 characters long');
  const common = {
    subject: sub,
    roles: rolesIn(namesAt(payload, claims.roles), claims.roleNames),
    groups: namesAt(payload, claims.groups),
    ...(payload.exp !== undefined && { expiresAt: payload.exp * 1_000 }),
  };
  const source = at(payload, claims.source);
  if (source !== undefined) {
    if (typeof source !== 'string' || !SOURCE.test(source))
      throw wrong(claims.source, 'must be the source of its events, like /payroll');
    return { ...common, source };
  }
  const personId = at(payload, claims.person);
  if (typeof personId !== 'string' || !PERSON_ID.test(personId))
    throw wrong(claims.person, 'must be the id of a person: 1 to 64 of A-Z a-z 0-9 . _ ~ -, and not . or ..');
  return { ...common, personId };
}

/** Names that are no role of ours are none of our business. */
function rolesIn(names: readonly string[], roleNames: ReadonlyMap<string, Role>): ReadonlySet<Role> {
  const ours = names.map((name) => roleNames.get(name) ?? name);
  return new Set(ROLES.filter((known) => ours.includes(known)));
}

function namesAt(payload: JWTPayload, path: string): string[] {
  const found = at(payload, path);
  if (found === undefined) return [];
  if (!Array.isArray(found) || !found.every((name) => typeof name === 'string'))
    throw wrong(path, 'must be a list of names');
  return found;
}

function at(payload: JWTPayload, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    const inner = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return inner ? (value as Record<string, unknown>)[key] : undefined;
  }, payload);
}

function wrong(claim: string, detail: string): TokenRefused {
  return new TokenRefused('token-claim-wrong', `The claim ${claim} ${detail}.`);
}
