/** Every row that a hire is in the read model, but for what the projector remembers of streams. What was there already is left out. */
export const INSERT_ALL = `
WITH wanted AS (
  SELECT * FROM json_to_recordset($1) AS w (entry_id uuid, mention text, event jsonb)
), logged AS (
  INSERT INTO log (source, event_id, type, stream, sequence, request_id, occurred_at, event, shown)
  SELECT event ->> 'source', event ->> 'id', event ->> 'type', event ->> 'subject', (event ->> 'sequence')::bigint,
         event ->> 'correlationid', (event ->> 'time')::timestamptz, event, true
    FROM wanted
  ON CONFLICT DO NOTHING RETURNING position, event_id, received_at
), new AS (
  SELECT w.*, l.position, l.received_at, l.event_id, event ->> 'source' AS source, event ->> 'type' AS type,
         event ->> 'subject' AS stream, (event ->> 'time')::timestamptz AS occurred_at, event -> 'data' AS data
    FROM wanted w JOIN logged l ON l.event_id = event ->> 'id'
), names AS (
  INSERT INTO name_v1 (mention, name) SELECT mention, data ->> 'name' FROM new
), namings AS (
  INSERT INTO name_past_v1 (mention, position, since, name)
  SELECT mention, position, received_at, data ->> 'name' FROM new
), placements AS (
  INSERT INTO placement_v1 (mention, department_id) SELECT mention, data ->> 'departmentId' FROM new
), entries AS (
  INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, stream, args, mentions, audience, since)
  SELECT entry_id, occurred_at, 'employee.hired', type, source, event_id, stream,
         jsonb_build_object('employee', jsonb_build_object('kind', 'person', 'id', data ->> 'employeeId'),
                            'position', jsonb_build_object('kind', 'text', 'value', data ->> 'position')),
         ARRAY[mention], '{everyone}', received_at
    FROM new
), audiences AS (
  INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name)
  SELECT 'everyone', occurred_at, entry_id, 'employee.hired' FROM new
), mentions AS (
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT mention, 'everyone', occurred_at, entry_id, 'employee.hired' FROM new
), placed AS (
  INSERT INTO change_v1 (kind, mention, audience) SELECT 'placed', mention, '{}' FROM new
)
INSERT INTO change_v1 (entry_id, kind, audience) SELECT entry_id, 'added', '{everyone}' FROM new`;
