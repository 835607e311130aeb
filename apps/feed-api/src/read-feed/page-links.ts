import type { FeedFilters } from './feed.filters.js';

/** The values of a `Link` header (RFC 8288), for clients that follow links and build none. */
export function pageLinks(
  path: string,
  params: FeedFilters & {
    readonly limit: number;
    readonly asOf?: string | undefined;
    readonly group?: 'auto' | 'none';
  },
  page: { readonly next: string | null; readonly prev: string | null },
): string[] {
  const link = (rel: string, parameter: string, cursor: string | null): string[] => {
    if (cursor === null) return [];
    const query = new URLSearchParams({
      limit: String(params.limit),
      ...filterParameters(params),
      ...(params.asOf !== undefined && { asOf: params.asOf }),
      ...(params.group === 'auto' && { group: params.group }),
      [parameter]: cursor,
    });
    return [`<${path}?${query.toString()}>; rel="${rel}"`];
  };
  return [...link('next', 'after', page.next), ...link('prev', 'before', page.prev)];
}

/** The filters as parameters of a link. */
export function filterParameters({ type, q, ...rest }: FeedFilters): Record<string, string> {
  const { person, department, from, to } = rest;
  return {
    ...(type && { type: type.join(',') }),
    ...(person !== undefined && { person }),
    ...(department !== undefined && { department }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(q && { q: q.join(' ') }),
  };
}
