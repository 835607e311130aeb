import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { register } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVhost, eventOf, eventually, TcpProxy, type TestVhost } from '#lib/testing';
import { PUBLISHER, type Publisher } from '../publisher.js';
import type { RabbitmqSubscriber } from '../rabbitmq/rabbitmq-subscriber.js';
import { PROJECTOR_GROUP } from '../rabbitmq/topology.js';
import { type Delivery, SUBSCRIBER } from '../subscriber.js';
import { BatchServer } from './batch.server.js';
import { MessagingModule } from './messaging.module.js';

let vhost: TestVhost;
let proxy: TcpProxy;
let app: NestFastifyApplication;
const handled: Delivery[] = [];

@Controller()
class Projector {
  @EventPattern<string>(PROJECTOR_GROUP)
  async project(@Payload() batch: readonly Delivery[]): Promise<void> {
    handled.push(...batch);
  }
}

beforeEach(async () => {
  handled.length = 0;
  vhost = await createVhost();
  proxy = await TcpProxy.to(vhost.amqpUrl);
  const broker = { url: proxy.through(vhost.amqpUrl), partitions: 2, connectionName: 'both' };
  @Module({
    imports: [MessagingModule.rabbitmqPublisher(broker), MessagingModule.rabbitmqSubscriber(broker)],
    controllers: [Projector],
  })
  class AppModule {}
  app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: false });
  const options = { group: PROJECTOR_GROUP, batchMax: 100, whenReady: async () => {} };
  app.connectMicroservice({ strategy: new BatchServer(app.get(SUBSCRIBER), options) });
});

afterEach(async () => {
  await app.close();
  await proxy.close();
  await vhost.drop();
});

test('nothing connects before the app starts; then events flow, and readiness and metrics tell', async () => {
  expect(proxy.accepted).toBe(0);
  await app.init();
  await app.startAllMicroservices();
  const publisher = app.get<Publisher>(PUBLISHER);
  await publisher.whenReady(AbortSignal.timeout(10_000));
  await publisher.publish(eventOf('person/1', 1));
  await eventually(() => expect(handled).toHaveLength(1));
  await eventually(() => app.get<RabbitmqSubscriber>(SUBSCRIBER).checkReadiness());
  const metrics = await register.metrics();
  expect(metrics).toContain('broker_connected{role="publisher"} 1');
  expect(metrics).toContain('broker_connected{role="subscriber"} 1');
  expect(metrics).toMatch(
    /sent_messages_total\{messaging_destination_name="company.events",outcome="confirmed"\} 1/,
  );
  expect(metrics).toMatch(
    /consumed_messages_total\{messaging_destination_name="feed.projector",outcome="acknowledged"\} 1/,
  );
});

test('an app starts and stops without a broker', async () => {
  proxy.refuse(true);
  await app.init();
  await app.startAllMicroservices();
  await expect(app.get<RabbitmqSubscriber>(SUBSCRIBER).checkReadiness()).rejects.toThrow('no connection');
  expect(app.get(PUBLISHER)).not.toHaveProperty('checkReadiness');
});
