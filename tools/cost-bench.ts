// What a hire and a page cost beside what they cost in another clone: node dist/tools/cost-bench.js <folder of a built clone> [rounds]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BuiltSystem } from './cost/built-system.js';

const WARM_UP = 300;
// Short rounds and many: whatever else the machine does lasts longer than one.
const IN_A_ROUND = 20;
/** Before each, so that what a hire cost is not what projecting the one before it costs. */
const QUIET_MS = 30;
const CASES = {
  hire: (system: BuiltSystem) =>
    system.time('POST', '/employees', { name: 'Anna Ivanova', position: 'Engineer' }),
  'GET /feed': (system: BuiltSystem) => system.time('GET', '/feed?limit=20'),
};

const [clone, rounds = '80'] = process.argv.slice(2);
if (clone === undefined || !(Number(rounds) >= 1)) {
  console.error('usage: node dist/tools/cost-bench.js <folder of a built clone> [rounds]');
  process.exit(2);
}

const medianOf = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

async function median(times: number, work: () => Promise<number>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    await sleep(QUIET_MS);
    took.push(await work());
  }
  return medianOf(took);
}

const data = await mkdtemp(join(tmpdir(), 'company-feed-cost-'));
const systems: BuiltSystem[] = [];
try {
  for (const [name, folder] of [
    ['other', resolve(clone)],
    ['this', join(import.meta.dirname, '../..')],
  ] as const)
    systems.push(await BuiltSystem.start(folder, join(data, name)));
  const [other, own] = systems as [BuiltSystem, BuiltSystem];
  for (const [what, ask] of Object.entries(CASES)) {
    for (const system of systems) await median(WARM_UP, () => ask(system));
    const took = { other: [] as number[], own: [] as number[], ratio: [] as number[] };
    for (let round = 0; round < Number(rounds); round++) {
      // Beside each other and in turn, so that a slow moment of the machine is both's.
      const turns = round % 2 === 0 ? [other, own] : [own, other];
      const results = new Map<BuiltSystem, number>();
      for (const system of turns) results.set(system, await median(IN_A_ROUND, () => ask(system)));
      took.other.push(results.get(other)!);
      took.own.push(results.get(own)!);
      took.ratio.push(results.get(own)! / results.get(other)!);
    }
    const { ratio } = took;
    console.log(
      `${what}: ${medianOf(took.own).toFixed(2)} ms here, ${medianOf(took.other).toFixed(2)} ms there; ` +
        `ratio ${medianOf(ratio).toFixed(3)} (${Math.min(...ratio).toFixed(2)} to ${Math.max(...ratio).toFixed(2)})`,
    );
  }
} finally {
  for (const system of systems) await system.stop();
  await rm(data, { recursive: true, force: true });
}
