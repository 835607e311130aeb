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
