import type { ReadFeedParams } from './read-feed.params.js';

/** The values of a `Link` header (RFC 8288), for clients that follow links and build none. */
export function pageLinks(
  { limit, type, person }: ReadFeedParams,
  page: { readonly next: string | null; readonly prev: string | null },
): string[] {
  const link = (rel: string, parameter: string, cursor: string | null): string[] => {
    if (cursor === null) return [];
    const query = new URLSearchParams({
      limit: String(limit),
      ...(type && { type: type.join(',') }),
      ...(person !== undefined && { person }),
      [parameter]: cursor,
    });
    return [`</feed?${query.toString()}>; rel="${rel}"`];
  };
  return [...link('next', 'after', page.next), ...link('prev', 'before', page.prev)];
}
