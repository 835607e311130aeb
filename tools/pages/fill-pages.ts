/** Entries a second after each other, half of them for everyone, the others for one of nine departments. */
export const FILL_PAGES = `
  WITH new AS (
    SELECT gen_random_uuid() AS id, timestamptz '2026-01-01' + n * interval '1 second' AS at, 'p' || n % 1000 AS person,
           CASE n % 2 WHEN 0 THEN 'everyone' ELSE 'department:d' || n / 2 % 9 || '/*' END AS audience
      FROM generate_series(1, $1::int) AS n
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id, at, 'bench.shown', 'bench.shown.v1', '/bench', id::text, '{}', ARRAY['person:' || person], ARRAY[audience]
      FROM new
  )
  INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name) SELECT audience, at, id, 'bench.shown' FROM new`;
