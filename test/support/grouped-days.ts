/** As SQL: what fills a feed on two days of January, so that no group is cut by the end of a day: hires, transfers that few see, thanks. */
export const GROUPED_DAYS = `
  WITH new AS (
    SELECT '1000000' || n || '-0000-5000-8000-000000000000' AS id, timestamptz '2026-01-10 09:00Z' + n * interval '1 minute' AS at,
           'employee.hired' AS name, ARRAY['everyone'] AS audience,
           json_build_object('employee', json_build_object('type', 'person', 'id', 'p' || n),
                             'position', json_build_object('type', 'text', 'value', 'Engineer')) AS args,
           ARRAY['person:p' || n] AS mentions
      FROM generate_series(1, 5) AS n
     UNION ALL
    SELECT '2000000' || n || '-0000-5000-8000-000000000000', timestamptz '2026-01-11 09:00Z' + n * interval '1 minute',
           'employee.transferred', ARRAY['role:hr'],
           json_build_object('employee', json_build_object('type', 'person', 'id', 'p' || n),
                             'department', json_build_object('type', 'department', 'id', CASE WHEN n < 4 THEN 'it' ELSE 'web' END)),
           ARRAY['person:p' || n, 'department:' || CASE WHEN n < 4 THEN 'it' ELSE 'web' END]
      FROM generate_series(1, 5) AS n
     UNION ALL
    SELECT '3000000' || n || '-0000-5000-8000-000000000000', timestamptz '2026-01-10 08:00Z' + n * interval '2 minutes',
           'thanks.given', ARRAY['everyone'],
           json_build_object('from', json_build_object('type', 'person', 'id', 'p' || n),
                             'message', json_build_object('type', 'text', 'value', 'for soup'),
                             'recipients', json_build_object('type', 'list', 'items', json_build_array(
                               json_build_object('type', 'person', 'id', 'p9')))),
           ARRAY['person:p' || n, 'person:p9']
      FROM generate_series(1, 4) AS n
  ), names AS (
    INSERT INTO name_v1 SELECT 'person:p' || n, (ARRAY['Anna', 'Boris', 'Clara', 'Dina', 'Egor', 'F', 'G', 'H', 'Ivan'])[n]
      FROM generate_series(1, 9) AS n
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id::uuid, at, name, name || '.v1', '/spec', id, args, mentions, audience FROM new
  ), audiences AS (
    INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name) SELECT audience[1], at, id::uuid, name FROM new
  )
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT m, audience[1], at, id::uuid, name FROM new, unnest(mentions) AS m`;
