import { writeFile } from 'node:fs/promises';
import { breakNamed } from '../breaks/all-breaks.js';
import type { Fault } from '../fault.js';
import { Wiretap } from '../wiretap/wiretap.js';
import { Follower } from '../follower/follower.js';
import { History } from '../history.js';
import { allFaults } from '../injectors/all-faults.js';
import { Load } from '../load/load.js';
import type { Mode, SystemUnderTest } from '../system.js';
import { runSystem } from '../system/run-system.js';
import { type Finding, judge } from '../verdict.js';
import { PositionReader } from '../verdict/position-reader.js';
import { readEvidence } from '../verdict/read-evidence.js';
import { settle } from '../verdict/settle.js';
import { injectFaults, type Injected } from './fault-rounds.js';
import { faultRows, type Report, verdictOf } from './report.js';

export interface RunOptions {
  readonly mode: Mode;
  readonly seed: number;
  readonly count: number;
  /** Who want something from the system at the same time. */
  readonly clients: number;
  /** How long the system may need to work again, after a fault and at the end. */
  readonly patienceMs: number;
  readonly dir: string;
  /** Only these kinds of faults. */
  readonly only?: readonly string[];
  /** A protection to do without; the run then draws the faults that show it. */
  readonly breakName?: string;
  readonly say: (line: string) => void;
  /** Told how to end everything at once, as soon as there is something to end. */
  readonly onStarted?: (stop: () => Promise<void>) => void;
}

/** Starts a system, does faults to it under load, lets it settle, and compares what was accepted with what is there. */
export async function runFaults(options: RunOptions): Promise<Report> {
  const { mode, seed, dir, breakName, say } = options;
  const history = await History.in(`${dir}/history.jsonl`);
  const fell: string[] = [];
  const tell = (name: string, how: string): void => {
    fell.push(`${name} (${how}) at ${history.now} ms`);
    history.note('fell', { name, how });
    say(`${name} ended by itself: ${how}`);
  };
  history.note('run', { mode, seed, count: options.count, clients: options.clients, breakName });
  const running = await runSystem({ mode, dir, seed, tell, ...(breakName !== undefined && { breakName }) });
  options.onStarted?.(() => running.stop());
  try {
    say(`the system runs in ${dir}`);
    const report = { ...(await check(running.system, history, options)), fell };
    await writeFile(`${dir}/report.json`, JSON.stringify(report, null, 2));
    return report;
  } finally {
    await running.stop();
    await history.close();
  }
}

/** The faults of a run. Throws when there are none of them in this mode. */
export function faultsFor({
  mode,
  only,
  breakName,
}: Pick<RunOptions, 'mode' | 'only' | 'breakName'>): readonly Fault[] {
  const kinds = only ?? (breakName === undefined ? undefined : breakNamed(breakName).faults);
  const possible = allFaults.filter(({ modes }) => modes.includes(mode));
  const faults = possible.filter(({ kind }) => !kinds || kinds.length === 0 || kinds.includes(kind));
  if (faults.length > 0) return faults;
  throw new Error(
    `there is no such fault in mode ${mode}; there are\n  ${possible.map(({ kind }) => kind).join('\n  ')}`,
  );
}

async function check(
  system: SystemUnderTest,
  history: History,
  options: RunOptions,
): Promise<Omit<Report, 'fell'>> {
  const { mode, seed, count, clients, patienceMs, dir, say } = options;
  const load = new Load(system, seed, clients, history);
  const reader = new PositionReader(system);
  const follower = new Follower(system, options.breakName);
  const wiretap = system.rabbitmq && new Wiretap(system);
  load.start();
  reader.start();
  follower.start();
  wiretap?.start();
  const injected = await injectFaults({
    system,
    load,
    history,
    faults: faultsFor(options),
    count,
    seed,
    patienceMs,
    tell: (one, soFar) => say(progress(one, soFar, count)),
  });
  await load.stop();
  const settled = await settle(system, patienceMs);
  const wire = await wiretap?.hearOneBurst(load);
  const open = settled.open ?? (await settle(system, patienceMs)).open;
  await reader.stop();
  const followed = await follower.stop();
  const read = await readEvidence(system, load.sent, reader.positions);
  const evidence = { ...read, followed, ...(wire && { wire }) };
  const findings = [...failuresOf(injected), ...unsettled(open, patienceMs), ...judge(evidence)];
  const outcomes = Map.groupBy(load.sent, ({ outcome }) => outcome);
  return {
    mode,
    seed,
    clients,
    verdict: verdictOf(findings),
    findings,
    faults: faultRows(injected),
    requests: {
      accepted: outcomes.get('accepted')?.length ?? 0,
      refused: outcomes.get('refused')?.length ?? 0,
      unanswered: outcomes.get('unanswered')?.length ?? 0,
      sentAgain: load.sent.reduce((sum, { unanswered }) => sum + unanswered, 0),
    },
    failures: Object.fromEntries(load.sender.failures),
    events: evidence.stored.length,
    settledMs: settled.tookMs,
    tookMs: history.now,
    dir,
  };
}

function failuresOf(injected: readonly Injected[]): Finding[] {
  return injected
    .filter(({ failure }) => failure !== undefined)
    .map(({ kind, failure }) => ({ check: 'faults', verdict: 'stuck', what: `${kind}: ${failure}` }));
}

function unsettled(open: object | undefined, patienceMs: number): Finding[] {
  if (!open) return [];
  const what = `${patienceMs / 1_000} s after the load: ${JSON.stringify(open)}`;
  return [{ check: 'settling', verdict: 'stuck', what }];
}

function progress({ kind, tookMs, recoveryMs, failure }: Injected, soFar: number, count: number): string {
  const recovered =
    recoveryMs === undefined ? '' : `, works again after ${(recoveryMs / 1_000).toFixed(1)} s`;
  return `[${soFar}/${count}] ${kind}: ${(tookMs / 1_000).toFixed(1)} s${recovered}${failure ? `, FAILED: ${failure}` : ''}`;
}
