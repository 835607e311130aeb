import { type Session, statement } from '#lib/postgres';

/** Something that a person decided about the feed. */
export interface OperatorAct {
  /** Who: 1 to 200 characters. */
  readonly by: string;
  /** Why: 1 to 200 characters. */
  readonly reason: string;
  /** What, for example `parked.skip`. */
  readonly act: string;
  /** All that is needed to understand it later, also when what it was about is gone. */
  readonly details: unknown;
}

/** As it was recorded. */
export interface RecordedAct extends OperatorAct {
  readonly id: string;
  readonly at: Date;
}

const insertAct = statement<[by: string, reason: string, act: string, details: string], { id: string }>(
  'feed_insert_operator_act',
  `INSERT INTO operator_act (by, reason, act, details) VALUES ($1, $2, $3, $4) RETURNING id`,
);

/**
 * Records an act in the transaction that carries it out, and answers its id. Nobody changes or deletes it afterwards: the
 * database refuses. Text that Postgres cannot keep (NUL, half a character) must not be in it.
 */
export async function recordAct(tx: Session, { by, reason, act, details }: OperatorAct): Promise<string> {
  const [row] = await tx.run(insertAct, by, reason, act, JSON.stringify(details));
  return row!.id;
}

const findActs = statement<[before: string | null, limit: number], RecordedAct>(
  'feed_find_operator_acts',
  `SELECT id, at, by, reason, act, details FROM operator_act
    WHERE id < coalesce($1::bigint, 9223372036854775807) ORDER BY id DESC LIMIT $2`,
);

/** The newest, or those before the one with the id `after`, newest first. */
export async function listActs(
  session: Session,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<RecordedAct[]> {
  return session.run(findActs, after ?? null, limit);
}
