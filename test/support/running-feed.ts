import { BatchServer } from '#lib/messaging';
import { sourceConfig } from '#lib/event-source';
import { createService, loadConfig, type Service } from '#lib/service';
import {
  createTestDatabase,
  createVhost,
  eventually,
  makeBrokerUsers,
  NO_RATE_LIMITS,
  testTokens,
} from '#lib/testing';
import { CurationModule } from '../../apps/curation/src/curation.module.js';
import { EmployeeRegistrarModule } from '../../apps/employee-registrar/src/employee-registrar.module.js';
import { EventIntakeModule } from '../../apps/event-intake/src/event-intake.module.js';
import { feedApiConfig } from '../../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../../apps/feed-api/src/feed-api.module.js';
import { feedProjectorConfig } from '../../apps/feed-projector/src/feed-projector.config.js';
import { FeedProjectorModule } from '../../apps/feed-projector/src/feed-projector.module.js';
import { OrgStructureModule } from '../../apps/org-structure/src/org-structure.module.js';
import { reactionsConfig } from '../../apps/reactions/src/reactions.config.js';
import { ReactionsModule } from '../../apps/reactions/src/reactions.module.js';
import { standaloneConfig } from '../../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';
import { ThanksModule } from '../../apps/thanks/src/thanks.module.js';

/** The whole system, with the addresses of its parts. */
export interface RunningFeed {
  readonly registrar: string;
  readonly orgStructure: string;
  readonly thanks: string;
  readonly reactions: string;
  readonly intake: string;
  readonly projector: string;
  readonly curation: string;
  readonly feed: string;
  readonly databaseUrl: string;
  /** The broker, as a system outside reaches it: one of the examples. */
  readonly amqpUrlOf?: (publisher: string) => string;
  close(): Promise<void>;
}

/** Systems outside that have a way to the broker. */
const EXAMPLES = ['example-node', 'example-python'];

const quiet = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  DRAIN_DELAY_MS: '0',
  OUTBOX_POLL_MS: '100',
  ...NO_RATE_LIMITS,
};

/** All apps in one Nest app, over the transport within the process. */
export async function startTogether(more: Readonly<Record<string, string>> = {}): Promise<RunningFeed> {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const { environment } = await testTokens();
  const env = { ...quiet, ...environment, DATABASE_URL: databaseUrl, ...more };
  const config = loadConfig(standaloneConfig, env);
  const service = await createService(StandaloneModule, config, { transport: BatchServer });
  const { url } = service;
  const sources = {
    registrar: url,
    orgStructure: url,
    thanks: url,
    reactions: url,
    intake: url,
    curation: url,
  };
  return running([service], { ...sources, projector: url, feed: url, databaseUrl }, [drop]);
}

/** Each app a Nest app of its own, over RabbitMQ, where each is a user of its own. */
export async function startApart(): Promise<RunningFeed> {
  const [{ url: databaseUrl, drop }, vhost] = await Promise.all([createTestDatabase(), createVhost()]);
  const { environment } = await testTokens();
  const users = await makeBrokerUsers(vhost, EXAMPLES);
  const common = { ...quiet, ...environment, DATABASE_URL: databaseUrl };
  const env = (app: string) => ({ ...common, ...users.environmentOf(app) });
  const source = (app: string) => loadConfig(sourceConfig, env(app));
  const projectorConfig = loadConfig(feedProjectorConfig, env('feed-projector'));
  const services = {
    projector: await createService(FeedProjectorModule, projectorConfig, { transport: BatchServer }),
    registrar: await createService(EmployeeRegistrarModule, source('employee-registrar')),
    orgStructure: await createService(OrgStructureModule, source('org-structure')),
    thanks: await createService(ThanksModule, source('thanks')),
    reactions: await createService(ReactionsModule, loadConfig(reactionsConfig, env('reactions'))),
    intake: await createService(EventIntakeModule, source('event-intake')),
    curation: await createService(CurationModule, source('curation')),
    feed: await createService(FeedApiModule, loadConfig(feedApiConfig, env('feed-api'))),
  };
  const urls = Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, url])) as Record<
    keyof typeof services,
    string
  >;
  const { projector, ...others } = services;
  const drops = [drop, vhost.drop];
  return running(
    [...Object.values(others), projector],
    { ...urls, databaseUrl, amqpUrlOf: users.urlOf },
    drops,
  );
}

function running(
  services: readonly Service[],
  urls: Omit<RunningFeed, 'close'>,
  drop: readonly (() => Promise<void>)[],
): RunningFeed {
  const close = async (): Promise<void> => {
    for (const service of services) await service.close();
    for (const remove of drop) await remove();
  };
  return { ...urls, close };
}

/** Waits until a service says it is ready. */
export async function ready(address: string): Promise<void> {
  await eventually(
    async () => {
      const answer = await fetch(`${address}/health/ready`);
      if (!answer.ok) throw new Error(`${address} is not ready: ${await answer.text()}`);
    },
    { timeoutMs: 60_000 },
  );
}
