/** Whoever is signed in. */
export const everyone = 'everyone';
/** One person. */
export const onlyPerson = (personId: string): string => `person:${personId}`;
/** Who has a role; also a group of the provider who signs people in, where it is not called like a role. */
export const withRole = (name: string): string => `role:${name}`;
/** Who works in this very department. */
export const inDepartment = (departmentId: string): string => `department:${departmentId}`;
/** Who works in a department or in one beneath it. */
export const withinDepartment = (departmentId: string): string => `department:${departmentId}/*`;

/** What decides which audiences somebody belongs to. */
export interface Membership {
  readonly personId?: string;
  readonly roles: readonly string[];
  /** The department they work in, and those that it is part of, from the closest to the top. */
  readonly departments: readonly string[];
}

/** The audiences that somebody belongs to. */
export function audiencesOf({ personId, roles, departments }: Membership): string[] {
  return [
    everyone,
    ...(personId === undefined ? [] : [onlyPerson(personId)]),
    ...roles.map(withRole),
    ...departments.slice(0, 1).map(inDepartment),
    ...departments.map(withinDepartment),
  ];
}

/** Whether somebody may see what is meant for these audiences. In SQL it is `audience && ARRAY[...]`. */
export function maySee(audience: readonly string[], readers: readonly string[]): boolean {
  return audience.some((one) => readers.includes(one));
}

/**
 * The audience of an event that asks for one: of what it asks, as much as is surely within what is allowed without it.
 * So it sees to it that nobody else may see it; that not everybody may whom it asks for can come of it.
 */
export function narrowed(allowed: readonly string[], asked: readonly string[] = allowed): string[] {
  const both = asked.flatMap((one) => allowed.flatMap((other) => narrower(one, other) ?? []));
  return [...new Set(both)];
}

/** The one of two audiences that is part of the other, as far as the words tell. */
function narrower(one: string, other: string): string | undefined {
  if (isWithin(one, other)) return one;
  return isWithin(other, one) ? other : undefined;
}

const isWithin = (one: string, other: string): boolean =>
  one === other || other === everyone || other === `${one}/*`;
