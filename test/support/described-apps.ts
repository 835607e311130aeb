import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { z } from 'zod';
import { sourceConfig } from '#lib/event-source';
import { type AppModule, describeApi, loadConfig } from '#lib/service';

const apps = join(import.meta.dirname, '../../apps');
/** Nothing is started, so nothing has to be there. */
const nowhere = {
  DATABASE_URL: 'postgres://127.0.0.1:1/none',
  AMQP_URL: 'amqp://127.0.0.1:1',
  OIDC_ISSUER: 'https://id.example',
  OIDC_AUDIENCE: 'feed',
  KEY_ENCRYPTION_KEY: 'A'.repeat(43),
};

type Described = ReturnType<typeof describeApi>;

/** Every app that has routes, as OpenAPI. */
export async function describedApps(): Promise<readonly (readonly [string, Described])[]> {
  const described = readdirSync(apps).map(async (app) => [app, await describeApp(app)] as const);
  return (await Promise.all(described)).filter(([, { paths }]) => Object.keys(paths).length > 0);
}

async function describeApp(app: string): Promise<Described> {
  const module = (await exportOf(app, 'module')) as AppModule<unknown>;
  const config = (await exportOf(app, 'config')) ?? sourceConfig;
  const imports = [module.register(loadConfig(config as z.ZodType, nowhere))];
  const compiled = await Test.createTestingModule({ imports }).compile();
  return describeApi(compiled.createNestApplication(new FastifyAdapter()), app);
}

/** `FeedApiModule` of `feed-api.module.ts`, `feedApiConfig` of `feed-api.config.ts`, where there is such a file. */
async function exportOf(app: string, kind: 'module' | 'config'): Promise<unknown> {
  const file = join(apps, app, 'src', `${app}.${kind}.ts`);
  if (!existsSync(file)) return undefined;
  const wanted = `${app.replaceAll('-', '')}${kind}`;
  const exported = Object.entries((await import(file)) as object);
  return exported.find(([name]) => name.toLowerCase() === wanted)?.[1];
}
