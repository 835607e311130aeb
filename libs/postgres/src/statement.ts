/**
 * One SQL statement with the types of its values and rows. It is prepared once on each connection, under `name`.
 * Values are always sent apart from the text.
 */
export interface Statement<Values extends readonly unknown[], Row> {
  readonly name: string;
  readonly text: string;
  /** Carries the types only; never set. */
  readonly types?: { values: Values; row: Row };
}

export function statement<Values extends readonly unknown[], Row = never>(
  name: string,
  text: string,
): Statement<Values, Row> {
  return { name, text };
}
