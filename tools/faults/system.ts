import type { ManagedServer, Tokens } from '#lib/testing';
import type { FaultyProxy } from './injectors/faulty-proxy.js';
import type { Planted } from './planted.js';

/** Separate processes over a broker, or all in one on an embedded database. */
export type Mode = 'distributed' | 'standalone';

/** A process that faults are done to. See `AppProcess` of #lib/testing. */
export interface RestartableProcess {
  readonly name: string;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Sends a signal and waits until the process is gone, which does not come back by itself. Answers its exit code. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  /** Sends a signal and waits for nothing: SIGSTOP, SIGCONT. Nothing happens while it does not run. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it is ready. While it runs, it only waits for that. */
  start(): Promise<void>;
}

/** The server is the one that apps use, and `url` leads to it past every proxy. */
export interface DatabaseServer extends ManagedServer {
  readonly url: string;
}

/** See {@link DatabaseServer}. */
export interface BrokerServer extends ManagedServer {
  readonly amqpUrl: string;
  readonly managementUrl?: string | undefined;
}

/** The system while a run of the checker is on. */
export interface SystemUnderTest {
  readonly mode: Mode;
  /** Holds data, logs and history. */
  readonly dir: string;
  /** The HTTP address of an app by its name, as in apps/. In standalone all are the same. */
  readonly url: (app: string) => string;
  /** Names of the processes: the seven apps, and `<app>-2` where one has a second replica; or `standalone`. */
  readonly apps: readonly string[];
  /** By one of the names in {@link apps}. Throws for another. */
  readonly process: (app: string) => RestartableProcess;
  /** In standalone it is the embedded one, which the process itself starts again: `start` waits for that. */
  readonly postgres: DatabaseServer;
  /** None in standalone. */
  readonly rabbitmq?: BrokerServer;
  /** Between the apps and the database. None in standalone, whose database is its own. */
  readonly databaseProxy?: FaultyProxy;
  /** Between the apps and the broker. None in standalone. */
  readonly brokerProxy?: FaultyProxy;
  /** Of the issuer that the apps believe. */
  readonly tokens: Tokens;
  readonly planted: Planted;
}
