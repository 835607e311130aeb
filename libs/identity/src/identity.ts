/** What somebody may do beyond reading, and acting for themselves. */
export const ROLES = ['hr', 'org', 'editor', 'privacy', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as a token says: a person, or another service. */
export interface Identity {
  /** `sub` of the token, unique at its issuer; acts are recorded under it. */
  readonly subject: string;
  /** Their id in the company. A service has none. */
  readonly personId?: string;
  /** The CloudEvents source that a service may publish as, and nobody else: `/payroll`. */
  readonly source?: string;
  readonly roles: ReadonlySet<Role>;
  /** As the issuer calls them. */
  readonly groups: readonly string[];
  /** When the token ends, in milliseconds of the clock. */
  readonly expiresAt?: number;
}
