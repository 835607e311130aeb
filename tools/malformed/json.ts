/** JSON as it is to be written, for what `JSON.stringify` cannot: numbers beyond all bounds, depths beyond the stack. */
export class Raw {
  constructor(readonly text: string) {}

  toJSON(): string {
    return `@raw<${Buffer.from(this.text).toString('base64url')}>`;
  }
}

/** Like `JSON.stringify`, with each {@link Raw} as it says, and `null` for nothing. */
export function toJson(value: unknown): string {
  return JSON.stringify(value ?? null).replaceAll(/"@raw<([\w-]*)>"/g, (_, text: string) =>
    Buffer.from(text, 'base64url').toString(),
  );
}

type Path = readonly (string | number)[];

/** What is done to one place of a JSON value. */
export interface Mutation {
  readonly what: 'replace' | 'remove' | 'add';
  /** Which of all places; counted around. */
  readonly at: number;
  readonly name: string;
  readonly value: unknown;
}

/** A copy with one place changed. */
export function mutated<T>(value: T, { what, at, name, value: hostile }: Mutation): T {
  const copy = structuredClone(value);
  const paths = pathsOf(copy);
  if (paths.length === 0) return copy;
  const path = paths[at % paths.length]!;
  const parent = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Members)[key], copy) as Members;
  const last = path.at(-1)!;
  if (what === 'remove') delete parent[last];
  else if (what === 'replace') parent[last] = hostile;
  // A plain assignment to __proto__ would add no member.
  else Object.defineProperty(parent, name, { value: hostile, enumerable: true, configurable: true });
  return copy;
}

type Members = Record<string | number, unknown>;

/** Of all members and items. */
function pathsOf(value: unknown, above: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...above, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsOf(inner, path)];
  });
}
