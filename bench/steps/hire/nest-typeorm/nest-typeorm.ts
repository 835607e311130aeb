// Hires as tutorials of the transactional outbox do: Nest on Fastify, and two entities of TypeORM saved in one transaction.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { signInCheck } from '../../../core/sign-in-check.js';
import { AuthGuard, EmployeesController, TOKEN_CHECK } from './employees.controller.js';
import { EmployeesService } from './employees.service.js';
import { Employee, OutboxMessage } from './entities.js';

const environment = process.env as Record<string, string>;

const connect = (): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url: environment['DATABASE_URL']!,
    poolSize: Number(environment['POOL']),
    entities: [Employee, OutboxMessage],
    synchronize: true,
  }).initialize();

@Module({
  controllers: [EmployeesController],
  providers: [
    EmployeesService,
    AuthGuard,
    { provide: DataSource, useFactory: connect },
    { provide: TOKEN_CHECK, useFactory: () => signInCheck(environment, 'hr') },
  ],
})
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  logger: ['warn', 'error'],
});
await app.listen(Number(environment['PORT']), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
