import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF } from '#lib/testing';
import type { SystemUnderTest } from '../../faults/system.js';

const LONGEST_RETURN_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** Cuts every connection to the broker, as often as they all come back. */
export class Cutter {
  private constructor(
    private readonly system: SystemUnderTest,
    /** How many connections there are when all is well. */
    readonly connections: number,
  ) {}

  static async of(system: SystemUnderTest): Promise<Cutter> {
    await whenConnected(system);
    return new Cutter(system, system.brokerProxy!.open);
  }

  /** Resolves when every connection is there again, with its topology declared. Throws when one is not within a minute. */
  async cut(): Promise<void> {
    const proxy = this.system.brokerProxy!;
    const wanted = proxy.accepted + this.connections;
    proxy.cut();
    const deadline = performance.now() + LONGEST_RETURN_MS;
    while (proxy.accepted < wanted) {
      if (performance.now() > deadline) throw new Error('connections to the broker did not come back');
      await sleep(LOOK_EVERY_MS);
    }
    await whenConnected(this.system);
  }
}

async function whenConnected({ apps, url, tokens }: SystemUnderTest): Promise<void> {
  const headers = await tokens.as(CHIEF);
  const deadline = performance.now() + LONGEST_RETURN_MS;
  for (const app of apps) {
    while (!(await isConnected(url(app), headers))) {
      if (performance.now() > deadline) throw new Error(`${app} is not connected to the broker again`);
      await sleep(LOOK_EVERY_MS);
    }
  }
}

/** In all its roles. An app without a broker has none. */
async function isConnected(url: string, headers: Record<string, string>): Promise<boolean> {
  const answer = await fetch(`${url}/metrics`, { headers });
  const metrics = await answer.text();
  if (!answer.ok) throw new Error(`${url}/metrics was answered ${answer.status} ${metrics}`);
  return !/^broker_connected\{.*\} 0$/m.test(metrics);
}
