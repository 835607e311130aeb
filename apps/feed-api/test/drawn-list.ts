import type { OutlineRow } from '#lib/read-model';
import { RULES } from './grouped-list.js';

/** An entry as it is stored, and its target by the rules. */
export interface DrawnEntry extends OutlineRow {
  readonly args: Record<string, Partial<Named> & { value?: string; items?: Partial<Named>[] }>;
  readonly mentions: readonly string[];
  readonly audience: readonly string[];
}

interface Named {
  readonly type: string;
  readonly id: string;
}

/** Entries of three days, with the sorts of targets that there are, for several audiences. The same for the same seed. */
export function drawnList(count: number, seed = 1): DrawnEntry[] {
  let state = seed;
  const below = (most: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
  const oneOf = <Value>(values: readonly Value[]): Value => values[below(values.length)]!;
  const person = (): Named => ({ type: 'person', id: oneOf(['anna', 'boris', 'clara', 'dina']) });
  const department = (): Named => ({ type: 'department', id: oneOf(['it', 'web', 'sales']) });

  const draw = (n: number): DrawnEntry => {
    const name = oneOf(['hired', 'hired', 'left', 'moved', 'thanked', 'thanked', 'said']);
    const args = {
      who: person(),
      said: { type: 'text', value: oneOf(['soup', 'bread', 'cheese']) },
      ...(name === 'moved' && below(5) > 0 && { department: department() }),
      ...(below(2) === 0 && { origin: department() }),
      ...(name === 'thanked' && {
        recipients: { type: 'list', items: [person(), person()].slice(below(2)) },
      }),
    } as DrawnEntry['args'];
    const named = Object.values(args).flatMap((arg) => arg.items ?? [arg]);
    const mentions = new Set(named.flatMap(({ type, id }) => (id === undefined ? [] : `${type}:${id}`)));
    const audiences = ['everyone', 'role:hr', 'department:it', 'person:anna'];
    return {
      id: `${String(below(90_000_000) + 10_000_000)}-0000-4000-8000-${String(n).padStart(12, '0')}`,
      // Several at the same moment, and some that a microsecond parts.
      occurred_at: `2026-01-0${1 + below(3)}T${String(below(24)).padStart(2, '0')}:00:00.00000${below(2)}Z`,
      name,
      target: targetOf(args[RULES.get(name)?.by ?? '']),
      args,
      mentions: [...mentions],
      audience: [...new Set([oneOf(audiences), oneOf(audiences)])],
    };
  };
  return Array.from({ length: count }, (_, n) => draw(n));
}

function targetOf(arg: DrawnEntry['args'][string] | undefined): string | null {
  const one = arg?.items ? (arg.items.length === 1 ? arg.items[0] : undefined) : arg;
  return one?.id === undefined ? null : `${one.type}:${one.id}`;
}

/** As SQL: what puts rows of $1, as JSON, into the tables. */
export const FILL = `
  WITH drawn AS (
    SELECT * FROM json_to_recordset($1::json)
      AS e (id uuid, occurred_at timestamptz, name text, args jsonb, mentions text[], audience text[])
  ), entries AS (
    INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
    SELECT id, occurred_at, name, name || '.v1', '/spec', id::text, args, mentions, audience FROM drawn
  ), audiences AS (
    INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name)
    SELECT a, occurred_at, id, name FROM drawn, unnest(audience) AS a
  )
  INSERT INTO entry_mention_v1 (mention, audience, occurred_at, entry_id, name)
  SELECT m, a, occurred_at, id, name FROM drawn, unnest(mentions) AS m, unnest(audience) AS a`;
