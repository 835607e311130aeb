// A microservice of Nest that keeps a feed as its tutorials do: a handler, an entity, a save for each message, then the ack.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  EventPattern,
  type MicroserviceOptions,
  Payload,
  RmqContext,
  Transport,
} from '@nestjs/microservices';
import type { Channel, Message } from 'amqplib';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, type Repository } from 'typeorm';

@Entity('entry')
class Entry {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  position: string;

  @Column({ type: 'uuid', unique: true })
  eventId: string;

  @Column({ type: 'timestamptz' })
  occurredAt: Date;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'text' })
  employeeId: string;

  @Column({ type: 'jsonb' })
  data: object;
}

interface Hired {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: { readonly employeeId: string };
}

const dataSource = new DataSource({
  type: 'postgres',
  url: process.env['DATABASE_URL']!,
  entities: [Entry],
  poolSize: 8,
  synchronize: true,
  installExtensions: false,
});
await dataSource.initialize();
const entries: Repository<Entry> = dataSource.getRepository(Entry);

@Controller()
class FeedController {
  @EventPattern<string>('employee.hired.v1')
  async hired(@Payload() event: Hired, @Ctx() context: RmqContext): Promise<void> {
    const { id, type, time, data } = event;
    await entries.save({
      eventId: id,
      type,
      occurredAt: new Date(time),
      employeeId: data.employeeId,
      data,
    });
    (context.getChannelRef() as Channel).ack(context.getMessage() as Message);
  }
}

@Module({ controllers: [FeedController] })
class FeedModule {}

const app = await NestFactory.createMicroservice<MicroserviceOptions>(FeedModule, {
  transport: Transport.RMQ,
  logger: ['error'],
  options: {
    urls: [process.env['AMQP_URL']!],
    queue: 'employees',
    queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
    noAck: false,
    prefetchCount: 100,
  },
});
await app.listen();
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
