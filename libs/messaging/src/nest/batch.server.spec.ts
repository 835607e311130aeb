import { Controller, type DynamicModule, Module, UseFilters } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BaseRpcExceptionFilter, EventPattern, Payload, RpcException } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NEVER, throwError } from 'rxjs';
import { afterEach, expect, test } from 'vitest';
import { eventOf, eventually, gate } from '#lib/testing';
import { InProcessBroker } from '../in-process/in-process-broker.js';
import { silentLogger } from '../logger.js';
import { PUBLISHER } from '../publisher.js';
import { type Delivery, SUBSCRIBER } from '../subscriber.js';
import { BatchServer } from './batch.server.js';
import { MessagingModule } from './messaging.module.js';

let app: NestFastifyApplication | undefined;
let onBatch: (batch: readonly Delivery[]) => unknown;
afterEach(() => app?.close());

@Controller()
class Plain {
  @EventPattern<string>('group')
  handle(@Payload() batch: readonly Delivery[]): unknown {
    return onBatch(batch);
  }
}

@Controller()
@UseFilters(BaseRpcExceptionFilter)
class Filtered extends Plain {
  @EventPattern<string>('group')
  override handle(@Payload() batch: readonly Delivery[]): unknown {
    return super.handle(batch);
  }
}

@Controller()
class WithoutHandler {}

@Module({})
class AppModule {
  static of(controller: new () => object, broker: InProcessBroker): DynamicModule {
    return { module: AppModule, imports: [MessagingModule.inProcess(broker)], controllers: [controller] };
  }
}

async function start(
  controller: new () => object = Plain,
  broker = new InProcessBroker(silentLogger),
): Promise<InProcessBroker> {
  app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(controller, broker),
    new FastifyAdapter(),
    { logger: false },
  );
  expect(app.get(PUBLISHER)).toBe(broker);
  const options = { group: 'group', batchMax: 10, whenReady: async () => {} };
  app.connectMicroservice({ strategy: new BatchServer(app.get(SUBSCRIBER), options) });
  await app.startAllMicroservices();
  await app.init();
  return broker;
}

test('a batch goes to the handler as an array, and is acknowledged when it resolves', async () => {
  const hold = gate();
  const batches: (readonly Delivery[])[] = [];
  onBatch = async (batch) => {
    batches.push(batch);
    await hold.opened;
  };
  const broker = await start();
  let published = 0;
  const publishing = [1, 2, 3].map((n) => broker.publish(eventOf('person/1', n)).then(() => published++));
  await eventually(() => expect(batches).toHaveLength(1));
  expect(batches[0]?.map(({ body }) => Buffer.isBuffer(body))).toEqual([true, true, true]);
  expect(published).toBe(0);
  hold.open();
  await Promise.all(publishing);
});

const failures: [string, () => unknown][] = [
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['rejects with an RpcException', () => Promise.reject(new RpcException('no'))],
  ['returns an observable that fails', () => throwError(() => new Error('no'))],
  ['resolves with an observable that fails', async () => throwError(() => new Error('no'))],
];

test.each(
  failures.flatMap(
    ([how, fail]) =>
      [
        [how, Plain, fail],
        [`${how}, with an exception filter`, Filtered, fail],
      ] as const,
  ),
)('a handler that %s rejects the batch', async (_how, controller, fail) => {
  onBatch = fail;
  const broker = await start(controller);
  await expect(broker.publish(eventOf('person/1', 1))).rejects.toMatchObject({ reason: 'refused' });
  onBatch = () => {};
  await broker.whenReady(AbortSignal.timeout(5_000));
  await broker.publish(eventOf('person/1', 1));
});

test('an app without a handler for the group does not start', async () => {
  await expect(start(WithoutHandler)).rejects.toThrow(
    /no controller has a method with @EventPattern<string>\('group'\)/,
  );
});

test('closing the app finishes the batch in hand and takes no more', async () => {
  const hold = gate();
  let batches = 0;
  onBatch = async () => {
    batches++;
    await hold.opened;
  };
  const broker = await start();
  const inHand = broker.publish(eventOf('person/1', 1));
  await eventually(() => expect(batches).toBe(1));
  const late = expect(broker.publish(eventOf('person/1', 2))).rejects.toMatchObject({
    reason: 'unavailable',
  });
  let closed = false;
  const closing = app?.close().then(() => (closed = true));
  await late;
  expect(closed).toBe(false);
  hold.open();
  await Promise.all([inHand, closing]);
  expect(batches).toBe(1);
});

test('a handler whose observable never ends keeps its batch', async () => {
  onBatch = () => NEVER;
  const broker = await start();
  const publishing = broker.publish(eventOf('person/1', 1)).then(() => 'acknowledged');
  const waited = new Promise((resolve) => setTimeout(() => resolve('waiting'), 50));
  expect(await Promise.race([publishing, waited])).toBe('waiting');
  app = undefined;
});
