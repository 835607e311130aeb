import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { exclusively } from './exclusive.js';
import type { FaultyProxy } from './faulty-proxy.js';

const WIRES = {
  database: ({ databaseProxy }: SystemUnderTest) => databaseProxy,
  broker: ({ brokerProxy }: SystemUnderTest) => brokerProxy,
};

interface Trouble {
  readonly what: string;
  readonly weight: number;
  readonly make: (proxy: FaultyProxy, random: Random) => Promise<unknown>;
}

const TROUBLES: readonly Trouble[] = [
  { what: 'cut', weight: 2, make: async (proxy) => atOnce(proxy, () => proxy.cut()) },
  { what: 'reset', weight: 2, make: async (proxy) => atOnce(proxy, () => proxy.reset()) },
  { what: 'cut again and again', weight: 1, make: cutOften },
  { what: 'delay', weight: 1, make: delay },
  { what: 'blackhole', weight: 2, make: blackhole },
  { what: 'blackhole and cut', weight: 1, make: swallow },
  { what: 'throttle', weight: 1, make: throttle },
];

/** What a network does to the wires between the apps and their two servers. */
export const wireFaults: readonly Fault[] = Object.entries(WIRES).flatMap(([name, wire]) =>
  TROUBLES.map(({ what, weight, make }): Fault => ({
    kind: `${what}: wire to the ${name}`,
    modes: ['distributed'],
    weight,
    inject: (system, random) => exclusively(system, [`wire ${name}`], () => make(wire(system)!, random)),
  })),
);

function atOnce(proxy: FaultyProxy, act: () => void): { connections: number } {
  const connections = proxy.open;
  act();
  return { connections };
}

async function cutOften(proxy: FaultyProxy, random: Random): Promise<unknown> {
  const times = random.int(3, 10);
  for (let n = 0; n < times; n++) {
    proxy.cut();
    await proxy.becomeFor(random.int(20, 300), {});
  }
  return { times };
}

async function delay(proxy: FaultyProxy, random: Random): Promise<unknown> {
  const [delayMs, jitterMs, ms] = [random.int(200, 400), random.int(0, 100), random.int(1_000, 4_000)];
  await proxy.becomeFor(ms, { delayMs, jitterMs });
  return { delayMs, jitterMs, ms };
}

async function blackhole(proxy: FaultyProxy, random: Random): Promise<unknown> {
  const ms = random.int(2_000, 8_000);
  await proxy.becomeFor(ms, { blackhole: true });
  return { ms };
}

/** What is sent in that time is lost, however little it is. */
async function swallow(proxy: FaultyProxy, random: Random): Promise<unknown> {
  const ms = random.int(2_000, 5_000);
  proxy.become({ blackhole: true });
  await sleep(ms);
  proxy.cut();
  proxy.become();
  return { ms };
}

async function throttle(proxy: FaultyProxy, random: Random): Promise<unknown> {
  const [bytesPerSecond, ms] = [random.int(20_000, 200_000), random.int(1_000, 4_000)];
  await proxy.becomeFor(ms, { bytesPerSecond });
  return { bytesPerSecond, ms };
}
