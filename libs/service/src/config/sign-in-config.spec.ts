import { describe, expect, it } from 'vitest';
import { ConfigFault, loadConfig } from './load-config.js';
import { signInConfig, signInOf } from './sign-in-config.js';

const given = { OIDC_ISSUER: 'https://id.example/realms/company', OIDC_AUDIENCE: 'feed' };

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(signInConfig, env);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

describe('what a service is told about its provider', () => {
  it('is needed: nothing serves without it', () => {
    expect(faultsOf({})).toEqual(['OIDC_ISSUER: is not set', 'OIDC_AUDIENCE: is not set']);
  });

  it('says what the claims of its tokens mean', () => {
    const env = {
      ...given,
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ROLE_NAMES: 'people-team=hr, sre=operator',
    };
    expect(signInOf(loadConfig(signInConfig, env))).toEqual({
      issuer: given.OIDC_ISSUER,
      audience: 'feed',
      algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      clockSkewMs: 30_000,
      claims: {
        person: 'sub',
        roles: 'realm_access.roles',
        groups: 'groups',
        source: 'source',
        roleNames: new Map([
          ['people-team', 'hr'],
          ['sre', 'operator'],
        ]),
      },
    });
  });

  it.each([
    ['OIDC_ISSUER', 'http://id.example', 'only on this machine'],
    ['OIDC_JWKS_URL', 'ftp://id.example/keys', 'must be a URL that starts with https:// or file://'],
    ['OIDC_ALGORITHMS', 'RS256,none', 'must be one of RS256'],
    ['OIDC_ALGORITHMS', 'HS256', 'must be one of RS256'],
    ['OIDC_ROLES_CLAIM', 'realm..roles', 'must be the name of a claim'],
    ['OIDC_ROLE_NAMES', 'sre=root', 'the roles are hr, org'],
  ])('is refused when %s is %s', (name, value, says) => {
    const faults = faultsOf({ ...given, [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}.*: `));
    expect(faults[0]).toContain(says);
  });
});
