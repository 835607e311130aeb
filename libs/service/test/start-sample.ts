import { createLogger, createService, loadConfig, type Service, serviceConfig } from '../src/index.js';
import type { AppModule, ServiceConfig, ServiceOptions } from '../src/index.js';
import { SampleModule } from './sample.module.js';

/** Nobody answers there: what the sample is asked for is open to everybody, unless a spec brings a verifier. */
export const NO_PROVIDER = { OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_AUDIENCE: 'sample' };

export interface Sample extends Service {
  /** The parsed log lines so far. */
  readonly lines: Record<string, unknown>[];
}

/** A service in this process, on a port of the system's choice, whose log the spec can read. */
export async function startSample(
  options: ServiceOptions<ServiceConfig> = {},
  module: AppModule<ServiceConfig> = SampleModule,
  env: Readonly<Record<string, string>> = {},
): Promise<Sample> {
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const logger = createLogger({ name: 'sample', level: 'debug', destination });
  const config = loadConfig(serviceConfig, { PORT: '0', ...NO_PROVIDER, ...env });
  const service = await createService(module, config, { logger, ...options });
  return { ...service, lines };
}
