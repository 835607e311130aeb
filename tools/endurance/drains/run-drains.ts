import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '#lib/testing';
import type { Sent } from '../../faults/load/request.js';
import type { RunContext } from '../../faults/run/command.js';
import { randomOf } from '../../faults/random.js';
import type { SystemUnderTest } from '../../faults/system.js';
import { APPS } from '../../faults/injectors/processes.js';
import { lossesOf } from '../run/losses.js';
import { withSystem } from '../run/with-system.js';
import type { DrainArguments } from './arguments.js';
import { Balancer } from './balancer.js';
import { Client, Round } from './client.js';
import { type Drain, type DrainReport, reportOf } from './report.js';

const CLIENTS = 8;
/** How long an app is under load before it is told to stop, between these two. */
const LOAD_MS = [300, 700] as const;

/** Stops each app again and again in the middle of load, and compares what was accepted with what the feed shows. */
export async function runDrains(wanted: DrainArguments, context: RunContext): Promise<DrainReport> {
  const { mode, seed, times, apps, drainDelayMs } = wanted;
  const environment = { DRAIN_DELAY_MS: String(drainDelayMs) };
  const options = { mode, seed, environment, only: APPS, proxied: false };
  const report = await withSystem(options, context, async (system, fell) => {
    const sent: Sent[] = [];
    const clients = new Map(apps.map((app, n) => [app, clientsOf(system.tokens, app, seed + n * 1_000_003)]));
    const random = randomOf(seed);
    const drains: Drain[] = [];
    for (let time = 1; time <= times; time++) {
      for (const app of apps) {
        const round = new Round(drainDelayMs > 0, sent);
        drains.push(await drain(system, app, clients.get(app)!, round, random.int(...LOAD_MS)));
      }
      context.say(progress(drains.slice(-apps.length), time, times));
    }
    return reportOf(drains, [...(await lossesOf(system, sent)), ...fell]);
  });
  await writeFile(`${context.dir}/report.json`, JSON.stringify({ ...wanted, ...report }, null, 2));
  return report;
}

/** The projector answers nobody: it is stopped while people are hired. */
function clientsOf(tokens: Tokens, app: string, seed: number): Client[] {
  const asked = app === 'feed-projector' ? 'employee-registrar' : app === 'standalone' ? undefined : app;
  return Array.from({ length: CLIENTS }, (_, n) => new Client(tokens, seed, n, CLIENTS, asked));
}

async function drain(
  system: SystemUnderTest,
  app: string,
  clients: readonly Client[],
  round: Round,
  loadMs: number,
): Promise<Drain> {
  const own = system.process(app);
  const url = system.url(app === 'feed-projector' ? 'employee-registrar' : app);
  const balancer = new Balancer(url);
  const working = Promise.all(clients.map((client) => client.work(url, balancer, round)));
  await sleep(loadMs);
  const before = performance.now();
  const code = await own.kill('SIGTERM');
  const exitMs = performance.now() - before;
  round.isOver = true;
  await working;
  await balancer.stop();
  await own.start();
  const { requests, turnedAway, failed } = round;
  return { app, requests, turnedAway, failed, code, exitMs };
}

function progress(drains: readonly Drain[], time: number, times: number): string {
  const sum = (count: (drain: Drain) => number): number =>
    drains.reduce((total, one) => total + count(one), 0);
  const longest = Math.max(...drains.map(({ exitMs }) => exitMs));
  const failed = sum((one) => one.failed.length);
  return `[${time}/${times}] ${sum(({ requests }) => requests)} requests, ${failed} failed; longest exit ${(longest / 1_000).toFixed(1)} s`;
}
