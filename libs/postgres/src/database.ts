import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral, type Repository } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { connectWhenThere } from './connect-when-there.js';
import { type DatabaseOptions, dataSourceOptions } from './database-options.js';
import { Listener } from './listener.js';
import { migrate } from './migrate.js';
import { type Session, Transaction } from './session.js';
import type { Statement } from './statement.js';

/**
 * One schema of one Postgres database: TypeORM holds the connections, the entities and the migrations; statements on hot
 * paths go to its pool as prepared SQL. Connects and migrates in `onModuleInit`, closes in `onApplicationShutdown`,
 * which is after everything that uses it has stopped.
 */
export class Database implements Session {
  private readonly logger = new Logger(Database.name);
  private readonly dataSource: DataSource;
  readonly healthName: string;

  constructor(private readonly options: DatabaseOptions) {
    this.healthName = `postgres schema ${options.schema}`;
    this.dataSource = new DataSource(
      dataSourceOptions(options, ({ message }) => this.logger.warn(`an idle connection ended: ${message}`)),
    );
  }

  /** Waits up to `options.startTimeoutMs` for a server that is not there yet, then brings the schema up to date. */
  async onModuleInit(): Promise<void> {
    await connectWhenThere(this.dataSource, this.options.startTimeoutMs ?? 30_000, this.logger);
    if (this.options.migrations.length > 0) await migrate(this.dataSource, this.options.schema);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** Rejects when the database does not answer. */
  async checkReadiness(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  /** Resolves as soon as the database answers and can be written to. Rejects when `signal` aborts. */
  async whenReady(signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        const { rows } = await this.pool.query(
          `SELECT WHERE current_setting('transaction_read_only') = 'off'`,
        );
        if (rows.length > 0) return;
      } catch {
        // Asked again below, like one that is a standby for now.
      }
      await sleep(500, undefined, { signal });
    }
  }

  async run<Values extends readonly unknown[], Row>(
    statement: Statement<Values, Row>,
    ...values: Values
  ): Promise<Row[]> {
    const { rows } = await this.pool.query({
      name: statement.name,
      text: statement.text,
      values: [...values],
    });
    return rows as Row[];
  }

  /** Commits when `work` resolves; rolls back and rejects with its error when it does not. */
  async inTransaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error);
    const client = await checkOut(this.pool, onError);
    try {
      await client.query('BEGIN');
      const result = await work(new Transaction(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken ??= await rollback(client);
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Calls `onNotice` for what is said on a channel from now on. To be closed by who asked for it. */
  listen(channel: string, onNotice: () => void): Listener {
    const { url, applicationName } = this.options;
    return new Listener({ url, applicationName, channel }, onNotice);
  }

  /** TypeORM's repository of an entity, for reads off the hot path. */
  repository<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    return this.dataSource.getRepository(entity);
  }

  private get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }
}

/**
 * A connection that breaks between statements would end the process if nobody heard of it. One that was just made can do
 * so in the turn in which it is handed out, before a promise of it resolves.
 */
function checkOut(pool: Pool, onError: (error: Error) => void): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      client?.on('error', onError);
      if (client) resolve(client);
      else reject(error!);
    });
  });
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
