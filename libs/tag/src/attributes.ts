import type { FeedQuery, Name } from '#lib/client';
import type { Words } from './words/words.js';

/** Attributes that are parameters of `GET /feed`. */
export const FILTERS = ['type', 'person', 'department', 'from', 'to', 'q'] as const;
export type Filter = (typeof FILTERS)[number];

const KINDS = 'like,fire,heart,clap,party';

/** The properties of the tag. Each is an attribute as well. */
export const attributes = {
  src: {},
  reactionsSrc: { attribute: 'reactions-src' },
  token: {},
  lang: {},
  group: {},
  live: {},
  theme: { reflect: true },
  entry: {},
  reactions: {},
  permalink: {},
  personHref: { attribute: 'person-href' },
  departmentHref: { attribute: 'department-href' },
  teamHref: { attribute: 'team-href' },
  type: {},
  person: {},
  department: {},
  from: {},
  to: {},
  q: {},
} as const;

export type Attributes = Partial<Record<keyof typeof attributes, string | null>>;

/** A change of these means another feed. */
export const ANEW: readonly string[] = ['src', 'reactionsSrc', 'token', 'lang', 'group', 'entry', ...FILTERS];

export function queryOf(given: Attributes): FeedQuery {
  const filters = FILTERS.flatMap((name) => (given[name] ? [[name, given[name]]] : []));
  // What a page is about is shown by itself.
  const group = given.group === 'auto' && !given.entry ? { group: given.group } : {};
  return { ...group, ...Object.fromEntries(filters) };
}

/** What hides entries, as a reader would say it. Ids say nothing to anybody. */
export function filterWords(given: Attributes, words: Words): string[] {
  return FILTERS.filter((name) => given[name]).map((name) =>
    name === 'person' || name === 'department' || name === 'type'
      ? words.filters[name]
      : `${words.filters[name]}: ${given[name]}`,
  );
}

export function kindsOf({ reactions }: Attributes): string[] {
  return (reactions ?? KINDS)
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '');
}

/** `/people/{id}` with the id in its place. */
export function filled(pattern: string, id: string): string {
  return pattern.replaceAll('{id}', encodeURIComponent(id));
}

export function hrefOf(given: Attributes, { type, id }: Pick<Name, 'type' | 'id'>): string | undefined {
  const pattern = { person: given.personHref, department: given.departmentHref, team: given.teamHref }[type];
  return pattern ? filled(pattern, id) : undefined;
}
