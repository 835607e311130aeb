import type { PoolClient } from 'pg';
import type { Statement } from './statement.js';

/** Where statements run: a {@link Database}, each alone, or one of its transactions. */
export interface Session {
  /** Runs one statement, its values in order. Rejects with pg's `DatabaseError`. */
  run<Values extends readonly unknown[], Row>(
    statement: Statement<Values, Row>,
    ...values: Values
  ): Promise<Row[]>;
}

/** One open transaction. It ends with the function that was given to {@link Database.inTransaction}. */
export class Transaction implements Session {
  constructor(private readonly client: PoolClient) {}

  async run<Values extends readonly unknown[], Row>(
    statement: Statement<Values, Row>,
    ...values: Values
  ): Promise<Row[]> {
    const { rows } = await this.client.query({
      name: statement.name,
      text: statement.text,
      values: [...values],
    });
    return rows as Row[];
  }
}
