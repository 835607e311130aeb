import type { Identity, Role } from './identity.js';

/** Who may call a route. */
export type Access =
  | { readonly who: 'everybody' | 'signed-in' | 'subscriber' | 'person' | 'source' }
  | { readonly who: 'role'; readonly roles: readonly Role[] };

/** Also who does not sign in: for probes and documentation alone. */
export const everybody: Access = { who: 'everybody' };
export const signedIn: Access = { who: 'signed-in' };
/** Whoever is signed in, and programs with a link that somebody has made for them. */
export const aSubscriber: Access = { who: 'subscriber' };
/** Whoever is somebody in the company, and no service: acts for themselves. */
export const aPerson: Access = { who: 'person' };
/** A service that publishes events of its own. */
export const aSource: Access = { who: 'source' };
/** Whoever has one of these roles. */
export const role = (...roles: [Role, ...Role[]]): Access => ({ who: 'role', roles });

/** Whether somebody who is signed in may. */
export function isAllowed(access: Access, identity: Identity): boolean {
  switch (access.who) {
    case 'everybody':
    case 'signed-in':
    case 'subscriber':
      return true;
    case 'person':
      return identity.personId !== undefined;
    case 'source':
      return identity.source !== undefined;
    case 'role':
      return access.roles.some((wanted) => identity.roles.has(wanted));
  }
}

/** For documents and refusals: `one of the roles org, editor`. */
export function describeAccess(access: Access): string {
  switch (access.who) {
    case 'everybody':
      return 'everybody';
    case 'signed-in':
      return 'whoever is signed in';
    case 'subscriber':
      return 'whoever is signed in or has the link of a subscription';
    case 'person':
      return 'a person who is signed in';
    case 'source':
      return 'the service account of a source';
    case 'role':
      return access.roles.length === 1
        ? `the role ${access.roles[0]}`
        : `one of the roles ${access.roles.join(', ')}`;
  }
}
