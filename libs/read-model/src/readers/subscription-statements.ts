import { statement } from '#lib/postgres';

export interface SubscriptionRow {
  id: string;
  created_at: Date;
}

export const listSubscriptions = statement<[personId: string], SubscriptionRow>(
  'feed_list_subscriptions',
  `SELECT id, created_at FROM subscription WHERE person_id = $1 ORDER BY created_at, id`,
);

/** No row when the person has as many as there may be. */
export const subscribe = statement<[personId: string, digest: Buffer, most: number], SubscriptionRow>(
  'feed_subscribe',
  `SELECT id, created_at FROM subscribe($1, $2, $3)`,
);

export const unsubscribe = statement<[personId: string, id: string], { unsubscribe: string }>(
  'feed_unsubscribe',
  `SELECT unsubscribe FROM unsubscribe($1, $2)`,
);

/** Unless the feed has received one of these events, called without a version, in the stream of the person. */
export const findSubscriber = statement<
  [digest: Buffer, source: string, streamPrefix: string, names: readonly string[]],
  { id: string; person_id: string }
>(
  'feed_find_subscriber',
  `SELECT id, person_id FROM subscription s
    WHERE digest = $1 AND NOT EXISTS (
      SELECT FROM log l
       WHERE l.source = $2 AND l.stream = $3 || s.person_id AND l.sequence IS NOT NULL
         AND substring(l.type FROM '^(.+)\\.v[0-9]+$') = ANY ($4::text[]))`,
);
