// Answers pages as tutorials of TypeORM do: Nest on Fastify, entities with relations, skip and take.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { signInCheck } from '../../sign-in-check.js';
import { Entry, Person, Reaction } from './entities.js';
import { AUDIENCES, AuthGuard, EntriesController, SIGN_IN_CHECK } from './entries.controller.js';

const environment = process.env as Record<string, string>;

const connect = (): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url: environment['DATABASE_URL']!,
    poolSize: Number(environment['POOL']),
    entities: [Entry, Person, Reaction],
    synchronize: true,
  }).initialize();

/** The same entries as in the feed. */
const FILL = [
  `INSERT INTO people SELECT substr(mention, 8), name FROM feed.name_v1`,
  `INSERT INTO entries (id, type, "occurredAt", audience, position, source, "eventId")
   SELECT id, name, occurred_at, audience[1], args -> 'position' ->> 'value', source, event_id FROM feed.entry_v1`,
  `INSERT INTO entry_mentions ("entriesId", "peopleId") SELECT id, substr(mentions[1], 8) FROM feed.entry_v1`,
  `INSERT INTO reactions ("entryId", "personId", kind) SELECT entry_id, person_id, kind FROM feed.reaction_v1`,
  'ANALYZE',
];

@Module({
  controllers: [EntriesController],
  providers: [
    AuthGuard,
    { provide: DataSource, useFactory: connect },
    { provide: AUDIENCES, useValue: JSON.parse(environment['AUDIENCES']!) as string[] },
    { provide: SIGN_IN_CHECK, useFactory: () => signInCheck(environment) },
  ],
})
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  logger: ['warn', 'error'],
});
for (const statement of FILL) await app.get(DataSource).query(statement);
await app.listen(Number(environment['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
