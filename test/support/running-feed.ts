import { BatchServer } from '#lib/messaging';
import { sourceConfig } from '#lib/event-source';
import { createService, loadConfig, type Service } from '#lib/service';
import { createTestDatabase, createVhost, eventually } from '#lib/testing';
import { EmployeeRegistrarModule } from '../../apps/employee-registrar/src/employee-registrar.module.js';
import { feedApiConfig } from '../../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../../apps/feed-api/src/feed-api.module.js';
import { feedProjectorConfig } from '../../apps/feed-projector/src/feed-projector.config.js';
import { FeedProjectorModule } from '../../apps/feed-projector/src/feed-projector.module.js';
import { OrgStructureModule } from '../../apps/org-structure/src/org-structure.module.js';
import { standaloneConfig } from '../../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../../apps/standalone/src/standalone.module.js';

/** The whole system, with the addresses of its parts. */
export interface RunningFeed {
  readonly registrar: string;
  readonly orgStructure: string;
  readonly feed: string;
  readonly databaseUrl: string;
  readonly amqpUrl?: string;
  close(): Promise<void>;
}

const quiet = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_DELAY_MS: '0', OUTBOX_POLL_MS: '100' };

/** All apps in one Nest app, over the transport within the process. */
export async function startTogether(): Promise<RunningFeed> {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const config = loadConfig(standaloneConfig, { ...quiet, DATABASE_URL: databaseUrl });
  const service = await createService(StandaloneModule, config, { transport: BatchServer });
  const { url } = service;
  return running([service], { registrar: url, orgStructure: url, feed: url, databaseUrl }, [drop]);
}

/** Each app a Nest app of its own, over RabbitMQ. */
export async function startApart(): Promise<RunningFeed> {
  const [{ url: databaseUrl, drop }, vhost] = await Promise.all([createTestDatabase(), createVhost()]);
  const { amqpUrl } = vhost;
  const env = { ...quiet, DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl };
  const projector = await createService(FeedProjectorModule, loadConfig(feedProjectorConfig, env), {
    transport: BatchServer,
  });
  const registrar = await createService(EmployeeRegistrarModule, loadConfig(sourceConfig, env));
  const orgStructure = await createService(OrgStructureModule, loadConfig(sourceConfig, env));
  const feed = await createService(FeedApiModule, loadConfig(feedApiConfig, env));
  const urls = { registrar: registrar.url, orgStructure: orgStructure.url, feed: feed.url };
  return running([registrar, orgStructure, projector, feed], { ...urls, databaseUrl, amqpUrl }, [
    drop,
    vhost.drop,
  ]);
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
