import { resolve } from 'node:path';
import { NO_RATE_LIMITS } from '#lib/testing';
import { preloads } from '../preload/preloads.js';
import type { Mode, SystemUnderTest } from '../system.js';

export interface SystemOptions {
  readonly mode: Mode;
  readonly dir: string;
  readonly seed: number;
  /** A protection that is taken out of the apps on purpose. */
  readonly breakName?: string;
  /** Only these processes, in distributed mode. */
  readonly only?: readonly string[];
  /** Whether apps reach their servers through proxies, which costs some speed. True unless given. */
  readonly proxied?: boolean;
  /** Settings beside the usual ones, for all processes. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A process ended although no fault ended it. */
  readonly tell: (name: string, how: string) => void;
}

/** A system and the way to end it. */
export interface RunningSystem {
  readonly system: SystemUnderTest;
  /** Ends everything that was started, whatever state it is in. */
  stop(): Promise<void>;
}

/** Nobody stands in front of them, so they need not linger; leases are short, so that taking over is seen often. */
const SETTINGS = {
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
  DRAIN_DELAY_MS: '0',
  OUTBOX_LEASE_MS: '3000',
  ...NO_RATE_LIMITS,
} as const;

/** What a process of an app is run on. */
export function mainOf(app: string): string {
  return resolve(`dist/apps/${app}/src/main.js`);
}

/** What every process is told, beside where its servers are. */
export function environmentOf({ dir, breakName, environment }: SystemOptions): Record<string, string> {
  return { ...SETTINGS, ...preloads(dir, breakName), ...environment };
}
