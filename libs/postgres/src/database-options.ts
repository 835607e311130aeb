import type { DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** Everything lives in this schema; statements name tables without it. */
  readonly schema: string;
  readonly applicationName: string;
  /** In order of their timestamps. Empty: this process only uses the schema, another one makes it. */
  readonly migrations: readonly MigrationClass[];
  readonly entities?: readonly (EntitySchema | (new () => object))[];
  /** 8 unless given: on 2 cores 8 to 16 connections read the most pages (measured); more only wait for each other. */
  readonly poolSize?: number;
  readonly startTimeoutMs?: number;
  /** For one statement; beyond it the server gives it up. {@link LONGEST_TRANSACTION_MS} unless given, which is the most. */
  readonly statementTimeoutMs?: number;
}

/** No transaction of ours stays open longer than this; the outbox's low-water hint relies on it. */
export const LONGEST_TRANSACTION_MS = 30_000;

const SCHEMA_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** TypeORM's options. Throws when the schema's name is not a plain identifier. */
export function dataSourceOptions(
  options: DatabaseOptions,
  onIdleError: (error: Error) => void,
): DataSourceOptions {
  if (!SCHEMA_NAME.test(options.schema)) {
    throw new Error(
      `${JSON.stringify(options.schema)} is no schema name: it must match ${String(SCHEMA_NAME)}`,
    );
  }
  if (new URL(options.url).searchParams.has('options')) {
    throw new Error(
      'the database URL must not carry options: they would replace the ones that the apps rely on',
    );
  }
  const statementTimeoutMs = Math.min(
    options.statementTimeoutMs ?? LONGEST_TRANSACTION_MS,
    LONGEST_TRANSACTION_MS,
  );
  const settings = {
    search_path: options.schema,
    timezone: 'UTC',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: LONGEST_TRANSACTION_MS,
  };
  return {
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    applicationName: options.applicationName,
    poolSize: options.poolSize ?? 8,
    connectTimeoutMS: 5_000,
    installExtensions: false,
    migrations: [...options.migrations],
    migrationsTableName: 'migrations',
    entities: [...(options.entities ?? [])],
    poolErrorHandler: onIdleError,
    extra: {
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // Statements of one transaction that do not wait for each other's answers go together.
      pipeline: true,
      // A connection whose other end is gone without a word: beyond the server's own limit.
      query_timeout: statementTimeoutMs + 5_000,
      options: Object.entries(settings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    },
  };
}
