import type { FeedPageQuery, GroupReader } from '#lib/read-model';
import type { GroupRules } from './group-of.js';
import type { GroupSource } from './read-grouped-page.js';

/** A list of the live projection, with all that is asked of it but for the part. */
export function listSource(
  groups: GroupReader,
  version: number,
  asked: Omit<FeedPageQuery, 'limit' | 'after' | 'before'>,
  rules: GroupRules,
): GroupSource {
  const targets = new Map(
    [...rules].flatMap(([name, { by }]): [string, string][] => (by === undefined ? [] : [[name, by]])),
  );
  return {
    outline: ({ direction, start, jumps, most: limit }) => {
      const place = start && (direction === 'older' ? { after: start } : { before: start });
      return groups.outline(version, { ...asked, ...place, limit, jumps, targets });
    },
    counts: (ranges, upTo) => groups.counts(version, asked, ranges, upTo),
  };
}
