import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/**
 * What any provider may have to take part in the health of its service. Nothing needs to be imported or registered:
 * methods of these names are found at start.
 */
export interface HealthAware {
  /** What the check is called. Default: the class's name. */
  readonly healthName?: string;
  /** Rejects, with the reason, while the service should get no new work. Called at each probe; one second at most. */
  checkReadiness?(): void | Promise<void>;
  /** Rejects when only a restart helps. Never asks a database or a broker: restarting does not mend those. */
  checkLiveness?(): void | Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

type CheckMethod = 'checkReadiness' | 'checkLiveness';

const PATIENCE_MS = 1000;

/** Finds every provider with a health check, and asks them. */
@Injectable()
export class HealthChecks implements OnApplicationBootstrap {
  private aware: HealthAware[] = [];
  private readonly running = new Map<HealthAware, Map<CheckMethod, Promise<void>>>();

  constructor(private readonly discovery: DiscoveryService) {}

  onApplicationBootstrap(): void {
    const instances = this.discovery
      .getProviders()
      .filter((wrapper) => wrapper.isDependencyTreeStatic() && !wrapper.isTransient)
      .map((wrapper) => wrapper.instance as unknown)
      .filter((instance) => isHealthAware(instance));
    // One instance may be provided under several tokens.
    this.aware = [...new Set(instances)];
    for (const each of this.aware) this.running.set(each, new Map());
  }

  readiness(): Promise<CheckResult[]> {
    return this.ask('checkReadiness');
  }

  liveness(): Promise<CheckResult[]> {
    return this.ask('checkLiveness');
  }

  private ask(method: CheckMethod): Promise<CheckResult[]> {
    const asked = this.aware.filter((each) => typeof each[method] === 'function');
    return Promise.all(
      asked.map(async (each) => {
        const name = each.healthName ?? each.constructor.name;
        try {
          await within(PATIENCE_MS, this.start(each, method));
          return { name, ok: true };
        } catch (error) {
          return { name, ok: false, reason: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
  }

  /** A check that hangs is waited for by every probe, and not started again by each. */
  private start(each: HealthAware, method: CheckMethod): Promise<void> {
    const running = this.running.get(each);
    const pending = running?.get(method);
    if (pending) return pending;
    const started = (async () => each[method]?.())().finally(() => running?.delete(method));
    running?.set(method, started);
    return started;
  }
}

function isHealthAware(instance: unknown): instance is HealthAware {
  if (typeof instance !== 'object' || instance === null) return false;
  const { checkReadiness, checkLiveness } = instance as Partial<Record<CheckMethod, unknown>>;
  return typeof checkReadiness === 'function' || typeof checkLiveness === 'function';
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
