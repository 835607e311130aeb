import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, statement } from '#lib/postgres';
import { createTestDatabase, type TestDatabase } from '#lib/testing';
import { feedDatabase, LoggedEvent, ParkedMessage, Projection } from '../index.js';

let testDatabase: TestDatabase;
let feed: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  feed = feedDatabase({ url: testDatabase.url, applicationName: 'spec', owner: true });
  await feed.onModuleInit();
});
afterAll(async () => {
  await feed.onApplicationShutdown();
  await testDatabase.drop();
});

const columnsOf = statement<[table: string], { column_name: string; nullable: boolean }>(
  'spec_columns',
  `SELECT column_name, is_nullable = 'YES' AS nullable FROM information_schema.columns
    WHERE table_schema = 'feed' AND table_name = $1`,
);

describe('the entities', () => {
  it.each([LoggedEvent, ParkedMessage, Projection])(
    'describe the table that the migrations made: %o',
    async (entity) => {
      const { tableName, columns } = feed.repository<object>(entity).metadata;
      const described = columns.map(({ databaseName, isNullable }) => `${databaseName} ${isNullable}`);
      const made = await feed.run(columnsOf, tableName);
      expect(described.toSorted()).toEqual(
        made.map((column) => `${column.column_name} ${column.nullable}`).toSorted(),
      );
    },
  );
});
