import { randomUUID } from 'node:crypto';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { EventStore } from '#lib/event-store';
import { loadConfig } from '#lib/service';
import { Counted, createTestDatabase, Noted } from '#lib/testing';
import { EventSourceModule, onRabbitmq, sourceConfig } from './index.js';

const CountedV2 = defineEvent({
  name: 'test.counted',
  version: 2,
  schema: z.object({ count: z.number() }),
  previous: Counted,
  upcast: ({ n }) => ({ count: n }),
});

it('publishes also what is of an earlier version of its contracts', async () => {
  const { url, drop } = await createTestDatabase();
  const config = loadConfig(sourceConfig, {
    DATABASE_URL: url,
    AMQP_URL: 'amqp://127.0.0.1:1',
    OIDC_ISSUER: 'https://id.example',
    OIDC_AUDIENCE: 'feed',
    KEY_ENCRYPTION_KEY: 'A'.repeat(43),
  });
  const options = { name: 'spec', publishes: [CountedV2], keeps: [Noted], config };
  const source = EventSourceModule.register({ ...options, host: onRabbitmq('spec', config) });
  const app = await Test.createTestingModule({ imports: [source] }).compile();
  app.useLogger(false);
  await app.init();

  const append = (type: string) =>
    app.get(EventStore, { strict: false }).append({
      stream: `test/${type}`,
      events: [{ id: randomUUID(), type, data: { n: 1 } }],
    });
  await append(Counted.type);
  await append(Noted.type);
  const read = async (type: string) => app.get(EventStore, { strict: false }).read(`test/${type}`);
  expect(await read(Counted.type)).toMatchObject([{ type: CountedV2.type, published: 1 }]);
  expect(await read(Noted.type)).toMatchObject([{ published: 0 }]);
  await app.close();
  await drop();
});
