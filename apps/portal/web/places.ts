/** What of the feed the page shows, as its address says. */
export interface Place {
  /** The entry that the page is about. */
  readonly entry: string | undefined;
  readonly filters: Filters;
}

/** `group=none`: each entry by itself. */
export const FILTERS = ['type', 'person', 'department', 'from', 'to', 'q', 'group'] as const;
export type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>;

export function placeOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Place {
  const [, entry] = /^\/entries\/([^/]+)$/.exec(pathname) ?? [];
  const given = new URLSearchParams(search);
  const filters = FILTERS.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : []));
  return {
    entry: entry === undefined ? (given.get('entry') ?? undefined) : decodeURIComponent(entry),
    filters: Object.fromEntries(filters) as Filters,
  };
}

export function addressOf({ entry, filters }: Place): string {
  const path = entry === undefined ? '/' : `/entries/${encodeURIComponent(entry)}`;
  const given = Object.entries(filters).filter(([, value]) => value !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** A day of the reader's calendar as the feed asks for it: its first moment, or that of the next day. */
export function momentOf(day: string | undefined, isEnd = false): string | undefined {
  if (day === undefined) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const moment = new Date(year, month - 1, date + Number(isEnd));
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
