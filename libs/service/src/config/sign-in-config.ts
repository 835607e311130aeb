import { z } from 'zod';
import { ALGORITHMS, defaultClaims, type Role, ROLES, type SignIn } from '#lib/identity';
import { durationMs, isLoopback, list } from './fields.js';

const ROLE_NAME = new RegExp(`^[^=]+=(${ROLES.join('|')})$`);

/** One that nobody on the way can change: over TLS, or on this machine. */
function secureUrl(...more: string[]) {
  const says = `must be a URL that starts with ${['https:', ...more].map((protocol) => `${protocol}//`).join(' or ')}; http:// only on this machine`;
  return z.string(says).refine((value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return ['https:', ...more].includes(protocol) || (protocol === 'http:' && isLoopback(hostname));
  }, says);
}

function claim() {
  return z
    .string()
    .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'must be the name of a claim, with dots for what is nested');
}

/**
 * Whose tokens a service believes. There is no service without: it would serve whoever asks.
 *
 * - `OIDC_ISSUER`: the provider, as the `iss` of its tokens. `OIDC_AUDIENCE`: what their `aud` names us.
 * - `OIDC_JWKS_URL`: where its public keys are, `https:` or, for keys that are brought here otherwise, `file:`. Unset: where
 *   its discovery document says.
 * - `OIDC_ALGORITHMS`: the signatures that are believed, all of them with public keys.
 * - `OIDC_CLOCK_SKEW_MS`: how far the provider's clock may be off.
 * - `OIDC_PERSON_CLAIM`, `OIDC_ROLES_CLAIM`, `OIDC_GROUPS_CLAIM`, `OIDC_SOURCE_CLAIM`: where a token says whose it is, with
 *   dots for what is nested: `realm_access.roles`. A token with the source claim is a service's, which may publish as that.
 * - `OIDC_ROLE_NAMES`: what the provider calls our roles, where it does not use our names: `people-team=hr, sre=operator`.
 */
export const signInConfig = z.object({
  OIDC_ISSUER: secureUrl(),
  OIDC_AUDIENCE: z.string('must be the name that the provider has for the feed').min(1),
  OIDC_JWKS_URL: secureUrl('file:').optional(),
  OIDC_ALGORITHMS: list(z.enum(ALGORITHMS, `must be one of ${ALGORITHMS.join(', ')}`)).default([
    ...ALGORITHMS,
  ]),
  OIDC_CLOCK_SKEW_MS: durationMs().default(30_000),
  OIDC_PERSON_CLAIM: claim().default(defaultClaims.person),
  OIDC_ROLES_CLAIM: claim().default(defaultClaims.roles),
  OIDC_GROUPS_CLAIM: claim().default(defaultClaims.groups),
  OIDC_SOURCE_CLAIM: claim().default(defaultClaims.source),
  OIDC_ROLE_NAMES: list(
    z.string().regex(ROLE_NAME, `must be like people-team=hr; the roles are ${ROLES.join(', ')}`),
  ).default([]),
});

/** {@link signInConfig} as it comes out of `loadConfig`. */
export type SignInConfig = z.output<typeof signInConfig>;

export function signInOf(config: SignInConfig): SignIn {
  const keys = config.OIDC_JWKS_URL;
  return {
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE,
    ...(keys !== undefined && { keys: new URL(keys) }),
    algorithms: config.OIDC_ALGORITHMS,
    clockSkewMs: config.OIDC_CLOCK_SKEW_MS,
    claims: {
      person: config.OIDC_PERSON_CLAIM,
      roles: config.OIDC_ROLES_CLAIM,
      groups: config.OIDC_GROUPS_CLAIM,
      source: config.OIDC_SOURCE_CLAIM,
      roleNames: new Map(config.OIDC_ROLE_NAMES.map((pair) => pair.split('=') as [string, Role])),
    },
  };
}
