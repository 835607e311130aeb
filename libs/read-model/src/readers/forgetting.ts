import { statement } from '#lib/postgres';

/** All that these people keep as readers. */
export const forgetReaders = statement<[people: readonly string[]], unknown>(
  'feed_forget_readers',
  `WITH marks AS (DELETE FROM marker WHERE person_id = ANY ($1::text[]))
   DELETE FROM subscription WHERE person_id = ANY ($1::text[])`,
);

/** Of these people those who keep something as readers. */
export const findReaders = statement<[people: readonly string[]], { person: string }>(
  'feed_find_readers',
  `SELECT person_id AS person FROM marker WHERE person_id = ANY ($1::text[])
    UNION SELECT person_id FROM subscription WHERE person_id = ANY ($1::text[])`,
);
