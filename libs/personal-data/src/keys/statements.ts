import { statement } from '#lib/postgres';

/** Null: destroyed. */
export interface KeyRow {
  owner: string;
  wrapped: Buffer | null;
  wrapped_by: string | null;
}

export const findKeys = statement<[owners: readonly string[]], KeyRow>(
  'keys_find',
  'SELECT owner, wrapped, wrapped_by FROM data_key WHERE owner = ANY ($1)',
);

/**
 * Keys that are there, and these new ones for owners that have none; a owner that somebody else gives a key in this very
 * moment is left out. Waits for the disk: what is sealed by a key that a crash took away could never be read.
 */
export const makeKeys = statement<
  [owners: readonly string[], wrapped: readonly Buffer[], wrappedBy: string],
  KeyRow
>(
  'keys_make',
  `WITH wanted AS (SELECT * FROM unnest($1::text[], $2::bytea[]) AS w (owner, wrapped)),
   made AS (
     INSERT INTO data_key (owner, wrapped, wrapped_by)
     SELECT owner, wrapped, $3 FROM wanted ORDER BY owner
     ON CONFLICT DO NOTHING RETURNING owner, wrapped, wrapped_by)
   SELECT * FROM made
   UNION ALL SELECT k.owner, k.wrapped, k.wrapped_by FROM data_key k WHERE k.owner = ANY ($1)`,
);

/** Also of a owner that never had one. Waits for the disk. */
export const destroyKey = statement<[owner: string, by: string], never>(
  'keys_destroy',
  `INSERT INTO data_key (owner, destroyed_at, destroyed_by) VALUES ($1, clock_timestamp(), $2)
   ON CONFLICT (owner) DO UPDATE SET wrapped = NULL, wrapped_by = NULL, destroyed_at = excluded.destroyed_at,
          destroyed_by = excluded.destroyed_by
    WHERE data_key.destroyed_at IS NULL`,
);

export const findDestroyed = statement<[], { owner: string }>(
  'keys_destroyed',
  'SELECT owner FROM data_key WHERE destroyed_at IS NOT NULL',
);

export const findWrappedOtherwise = statement<[by: string, limit: number], KeyRow>(
  'keys_wrapped_otherwise',
  'SELECT owner, wrapped, wrapped_by FROM data_key WHERE wrapped_by <> $1 LIMIT $2',
);

/** Not of a key that was destroyed, or wrapped anew, since it was read. */
export const replaceWrapped = statement<
  [owner: string, before: Buffer, wrapped: Buffer, wrappedBy: string],
  never
>(
  'keys_replace_wrapped',
  'UPDATE data_key SET wrapped = $3, wrapped_by = $4 WHERE owner = $1 AND wrapped = $2',
);
