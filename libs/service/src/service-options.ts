import type { DynamicModule, InjectionToken } from '@nestjs/common';
import type { Logger } from 'pino';
import type { TokenVerifier } from '#lib/identity';

/** The module of an app: told its configuration, it is ready to be imported. */
export interface AppModule<Config> {
  readonly name: string;
  register(config: Config): DynamicModule;
}

/** Something that must be there before the app is created, and that goes after it is closed. */
export interface Resources<Config> {
  /** What the app is started with; may differ from what the environment said. */
  readonly config: Config;
  release(): Promise<void>;
}

/** What a service may need beyond its module and its configuration. */
export interface ServiceOptions<Config> {
  /** Default: the module's name, `EmployeeRegistrarModule` → `employee-registrar`. */
  readonly name?: string;
  /** Acquired first, released last, also when the start fails in between. */
  readonly resources?: (config: Config) => Promise<Resources<Config>>;
  /** The injection token of a `CustomTransportStrategy` whose messages the app's controllers handle. */
  readonly transport?: InjectionToken;
  /** Tells whose a token is. Default: what the configuration says of the provider. */
  readonly verifier?: TokenVerifier;
  /** Default: a new one on stdout. */
  readonly logger?: Logger;
}

/** `EmployeeRegistrarModule` → `employee-registrar`. */
export function serviceNameOf(module: { readonly name: string }): string {
  return module.name
    .replace(/Module$/, '')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();
}
