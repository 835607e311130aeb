import { statement } from '#lib/postgres';

/** How many of these places the feed has not come to yet. The three run in step. */
export const countAhead = statement<
  [sources: readonly string[], streams: readonly string[], sequences: readonly number[]],
  { ahead: number }
>(
  'feed_count_ahead',
  `SELECT count(*)::int AS ahead
     FROM unnest($1::text[], $2::text[], $3::bigint[]) AS wanted (source, stream, sequence)
     LEFT JOIN stream_progress p USING (source, stream)
    WHERE coalesce(p.last_sequence, 0) < wanted.sequence`,
);
