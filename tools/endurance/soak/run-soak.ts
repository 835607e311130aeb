import { writeFile } from 'node:fs/promises';
import type { CloudEvent } from '#lib/envelope';
import { History } from '../../faults/history.js';
import { Load } from '../../faults/load/load.js';
import type { Sent } from '../../faults/load/request.js';
import type { RunContext } from '../../faults/run/command.js';
import { seconds } from '../../faults/run/table.js';
import type { SystemUnderTest } from '../../faults/system.js';
import { inSession, SOURCES } from '../../faults/verdict/session.js';
import { settle } from '../../faults/verdict/settle.js';
import { svgOf } from '../figures/svg.js';
import { withSystem } from '../run/with-system.js';
import type { SoakArguments } from './arguments.js';
import { Drive, MOST_UNDERWAY } from './drive.js';
import { figuresOf, panelsOf } from './judge-soak.js';
import { mib, type SoakReport, wordsOf } from './report.js';
import { Sampler } from './sampler.js';

const CLIENTS = 4;
const PATIENCE_MS = 120_000;
const SAMPLES = 200;

/** Drives events through the system while it is read and looked at, and judges whether it stays as it is. */
export async function runSoak(wanted: SoakArguments, context: RunContext): Promise<SoakReport> {
  const { seed, events } = wanted;
  const history = await History.in(`${context.dir}/history.jsonl`);
  const options = { mode: 'distributed', seed, proxied: false } as const;
  return withSystem(options, context, async (system, fell) => {
    // Some 1,000 events come in a second.
    const sampler = new Sampler(system, Math.min(5_000, Math.max(250, events / SAMPLES)));
    const load = new Load(system, seed, CLIENTS, history);
    const drive = new Drive(system, load, sampler, seed);
    sampler.start();
    load.start();
    const telling = setInterval(() => context.say(progress(sampler, events)), 15_000);
    await drive.until(events);
    await load.stop();
    clearInterval(telling);
    await sampler.stop();
    const { samples } = sampler;
    await writeFile(`${context.dir}/samples.json`, JSON.stringify(samples));
    await writeFile(`${context.dir}/soak.svg`, svgOf('events', panelsOf(samples)));
    const figures = figuresOf(samples);
    const report = {
      events: sampler.logged,
      tookMs: samples.at(-1)?.at ?? 0,
      reads: drive.reads,
      figures,
      violations: [
        ...drive.failures,
        ...figures.filter(({ isFlat }) => !isFlat).map(wordsOf),
        ...samples.filter(isBehind).map(({ at }) => `${at} ms: too much was on its way`),
        ...(await lossesOf(system, drive.accepted + acceptedOf(load.sent))),
        ...fell,
      ],
    };
    await writeFile(`${context.dir}/report.json`, JSON.stringify({ ...wanted, ...report }, null, 2));
    await history.close();
    return report;
  });
}

/** Messages in queues are counted late by the broker, so twice as many as may be on their way are no fault yet. */
function isBehind({ backlog }: Sampler['samples'][number]): boolean {
  return Object.values(backlog).some((count) => count > 2 * MOST_UNDERWAY);
}

function acceptedOf(sent: readonly Sent[]): number {
  return sent
    .filter(({ request, outcome }) => request.app === 'event-intake' && outcome === 'accepted')
    .reduce((sum, { request }) => sum + [request.body as CloudEvent | CloudEvent[]].flat().length, 0);
}

/** `posted`: events that event-intake has accepted. */
async function lossesOf(system: SystemUnderTest, posted: number): Promise<string[]> {
  const { open } = await settle(system, PATIENCE_MS);
  if (open) return [`not settled: ${JSON.stringify(open)}`];
  return inSession(system, async (query) => {
    const count = async (what: string): Promise<number> =>
      Number((await query<{ count: string }>(`SELECT count(*) AS count FROM ${what}`))[0]!.count);
    const logged = await count('feed.log');
    const unique = await count('(SELECT DISTINCT source, event_id FROM feed.log) AS l');
    let all = 0;
    for (const schema of Object.values(SOURCES)) all += await count(`${schema}.events`);
    const taken = await count('event_intake.events');
    return [
      ...(unique === logged ? [] : [`doubled: ${logged} events in the log, ${unique} different ones`]),
      ...(all === logged ? [] : [`lost: ${all} events stored, ${logged} in the log`]),
      ...(taken === posted ? [] : [`lost: ${posted} events accepted by event-intake, ${taken} stored`]),
    ];
  });
}

function progress({ logged, samples }: Sampler, events: number): string {
  const held = samples.at(-1)?.processes ?? {};
  const memory = Object.entries(held).map(([name, one]) => `${name} ${mib(one.memory)}`);
  return `${logged} of ${events} events, ${seconds(samples.at(-1)?.at ?? 0)} s; MiB: ${memory.join(', ')}`;
}
