import type { PoolClient } from 'pg';
import type { Statement } from './statement.js';

/** Where statements run: a {@link Database}, each alone, or one of its transactions. */
export interface Session {
  /**
   * Runs one statement, its values in order. Rejects with pg's `DatabaseError`. Statements of one transaction that are
   * begun without waiting run in this order, in one round trip; after one that fails none of them takes effect.
   */
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
    // What is begun in this turn is written at once: a write costs as much as the rest of a small statement.
    const { stream } = this.client.connection;
    stream.cork();
    queueMicrotask(() => stream.uncork());
    const { rows } = await this.client.query({
      name: statement.name,
      text: statement.text,
      values: [...values],
    });
    return rows as Row[];
  }
}
