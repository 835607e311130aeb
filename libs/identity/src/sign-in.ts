import type { Role } from './identity.js';

/** What tokens are believed, and what their claims mean. */
export interface SignIn {
  /** `iss` of every token. */
  readonly issuer: string;
  /** What `aud` of every token has among its values. */
  readonly audience: string;
  /** Where the issuer's public keys are, over HTTP or in a file. Unset: where its discovery document says. */
  readonly keys?: URL;
  /** The signatures that are believed, as JWA calls them. */
  readonly algorithms: readonly string[];
  /** How far the clocks of issuer and verifier may be apart. */
  readonly clockSkewMs: number;
  readonly claims: Claims;
}

/** Where a token says what, each a path with dots: `realm_access.roles`. */
export interface Claims {
  /** The person's id in the company. */
  readonly person: string;
  readonly roles: string;
  readonly groups: string;
  /** What a service account may publish as. Who has it is a service. */
  readonly source: string;
  /** What the issuer calls a role of ours, where it does not use our name. */
  readonly roleNames: ReadonlyMap<string, Role>;
}

/** What holds unless configuration says otherwise. */
export const defaultClaims: Claims = {
  person: 'sub',
  roles: 'roles',
  groups: 'groups',
  source: 'source',
  roleNames: new Map(),
};

/** Signatures with a public key: what can verify cannot sign. */
export const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] as const;
