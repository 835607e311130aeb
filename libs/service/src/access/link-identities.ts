import type { Identity } from '#lib/identity';

/** Tells whose link a request came by. An app that gives out links provides it under this class. */
export abstract class LinkIdentities {
  /** By the `token` in the URL. Undefined: it is nobody's, or nobody's any more. May throw problems. */
  abstract identify(token: string): Promise<Identity | undefined>;
}
