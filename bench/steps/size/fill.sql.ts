/** The entry and the event of one hire, which are there, `$1` times more: other people, each a second before the other. */
const PEOPLE = `
  SELECT n, gen_random_uuid() AS entry_id, gen_random_uuid() AS event_id, gen_random_uuid()::text AS person,
         now() - n * interval '1 second' AS at FROM generate_series(1, $1::int) AS n`;

export const FILL_FEED = `
  WITH model AS (SELECT *, substr(mentions[1], length('person:') + 1) AS known FROM feed.entry_v1 LIMIT 1),
  people AS MATERIALIZED (${PEOPLE}),
  entries AS (
    INSERT INTO feed.entry_v1 (id, occurred_at, name, type, source, event_id, stream, args, mentions, audience, since)
    SELECT entry_id, at, name, type, source, p.event_id::text, 'employee/' || person,
           replace(args::text, known, person)::jsonb, ARRAY['person:' || person], audience, at FROM people p, model
  ), pages AS (
    INSERT INTO feed.entry_audience_v1 (audience, occurred_at, entry_id, name)
    SELECT a, at, entry_id, name FROM people, model, unnest(audience) AS a
  ), mentions AS (
    INSERT INTO feed.entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
    SELECT 'person:' || person, a, at, entry_id, name FROM people, model, unnest(audience) AS a
  )
  INSERT INTO feed.name_v1 (mention, name) SELECT 'person:' || person, 'Person ' || n FROM people`;

export const FILL_STORE = `
  INSERT INTO employee_registrar.events (epoch, stream, version, published, event_id, type, data, meta, occurred_at)
  SELECT epoch, 'employee/' || person, 1, 1, people.event_id, type, data, meta, at
    FROM (SELECT * FROM employee_registrar.events LIMIT 1) AS model, (${PEOPLE}) AS people`;

/** In the middle, as cursors name it. */
export const MIDDLE = `
  SELECT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, id
    FROM feed.entry_v1 ORDER BY occurred_at LIMIT 1 OFFSET $1`;
