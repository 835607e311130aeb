import { Logger as NestLogs } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { oidcVerifier } from '#lib/identity';
import type { ServiceConfig } from './config/service-config.js';
import { signInOf } from './config/sign-in-config.js';
import { EarlyAnswers } from './access/early-answers.js';
import { LinkIdentities } from './access/link-identities.js';
import { serveApiDocs } from './http/api-docs.js';
import { createHttpAdapter } from './http/http-adapter.js';
import { RouteMethods } from './http/route-methods.js';
import { createLogger } from './log/create-logger.js';
import { NestLogger } from './log/nest-logger.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { type AppModule, type Resources, serviceNameOf, type ServiceOptions } from './service-options.js';
import { ServiceState } from './service-state.js';
import { ServiceModule } from './service.module.js';
import { SchemaPipe } from './validation/schema.pipe.js';

/** A service that serves. */
export interface Service {
  readonly app: NestFastifyApplication;
  /** Where it listens, with the port it really got: `http://127.0.0.1:3001`. */
  readonly url: string;
  readonly logger: Logger;
  /** From here on `/health/ready` says 503 and connections are not kept alive. Everything is served still. */
  startDraining(): void;
  /** Finishes what is going on, closes the app, and releases its resources; once, however often it is called. */
  close(): Promise<void>;
}

/**
 * Starts a service, and nothing of the process around it: no signals, no exit codes, no environment. Specs use it
 * in-process; `runService` is for `main.ts`. Rejects with whatever kept it from starting, with nothing left behind.
 */
export async function createService<Config extends ServiceConfig>(
  module: AppModule<Config>,
  config: Config,
  options: ServiceOptions<Config> = {},
): Promise<Service> {
  const name = options.name ?? serviceNameOf(module);
  const logger = options.logger ?? createLogger({ name, level: config.LOG_LEVEL });
  // Also what is acquired before the app is there speaks through Nest's logger.
  NestLogs.overrideLogger(new NestLogger(logger));
  const resources = await options.resources?.(config);
  try {
    const started = await start(module, resources?.config ?? config, { ...options, name, logger });
    let closed: Promise<void> | undefined;
    return { ...started, close: () => (closed ??= closeAll(started, resources)) };
  } catch (error) {
    // What kept it from starting is the news, not what went wrong as it was tidied up.
    await resources?.release().catch((err: unknown) => logger.error({ err }, 'resources not released'));
    throw error;
  }
}

async function closeAll<Config>(service: Service, resources: Resources<Config> | undefined): Promise<void> {
  try {
    await service.close();
  } finally {
    await resources?.release();
  }
}

async function start<Config extends ServiceConfig>(
  module: AppModule<Config>,
  config: Config,
  {
    name,
    logger,
    transport,
    verifier = oidcVerifier(signInOf(config)),
  }: ServiceOptions<Config> & { name: string; logger: Logger },
): Promise<Service> {
  const state = new ServiceState();
  const routes = new RouteMethods();
  let links: LinkIdentities | undefined;
  let early: EarlyAnswers | undefined;
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.around(module.register(config), state),
    createHttpAdapter({
      logger,
      state,
      routes,
      verifier,
      links: () => links,
      early: () => early,
      config,
    }),
    { logger: new NestLogger(logger), abortOnError: false, bodyParser: false },
  );
  links = givenBy(app, LinkIdentities);
  early = givenBy(app, EarlyAnswers);
  app.useGlobalFilters(new ProblemFilter(logger, routes));
  app.useGlobalPipes(new SchemaPipe());
  const startDraining = (): void => {
    state.phase = 'draining';
  };
  const close = (): Promise<void> => {
    startDraining();
    return app.close();
  };
  try {
    serveApiDocs(app, name);
    await listen(app, config, transport);
  } catch (error) {
    await close().catch((err: unknown) => logger.error({ err }, 'half-started app not closed'));
    throw error;
  }
  if (state.phase === 'starting') state.phase = 'serving';
  return { app, url: await app.getUrl(), logger, startDraining, close };
}

/** HTTP first, so that a service that waits for its broker can already say so. */
async function listen(
  app: NestFastifyApplication,
  { PORT, HOST }: ServiceConfig,
  transport: ServiceOptions<never>['transport'],
): Promise<void> {
  if (transport !== undefined) {
    const strategy = app.get<CustomTransportStrategy>(transport, { strict: false });
    app.connectMicroservice<MicroserviceOptions>({ strategy });
  }
  await app.listen({ port: PORT, host: HOST });
  await app.startAllMicroservices();
}

/** What few apps have, and provide under this class. */
function givenBy<Given>(
  app: NestFastifyApplication,
  kind: abstract new (...parts: never[]) => Given,
): Given | undefined {
  const modules = [...app.get(ModulesContainer).values()];
  const giver = modules.find(({ providers }) => providers.has(kind));
  return giver?.providers.get(kind)?.instance as Given | undefined;
}
