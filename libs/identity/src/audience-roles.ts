import { type Identity, ROLES } from './identity.js';

const OURS: ReadonlySet<string> = new Set(ROLES);

/**
 * The names under which somebody is in the audience of a role: their roles, and the groups they are in. A group that is
 * called like a role does not make anybody part of it: which groups do is configured.
 */
export function audienceRoles({ roles, groups }: Identity): string[] {
  return [...new Set([...roles, ...groups.filter((group) => !OURS.has(group))])].toSorted();
}
