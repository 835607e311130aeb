import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { History } from '../history.js';
import type { Load } from '../load/load.js';
import type { SystemUnderTest } from '../system.js';
import { probe } from './probe.js';
import { type Round, roundsOf } from './rounds.js';

/** A fault that is not undone by then has failed itself. */
const LONGEST_FAULT_MS = 300_000;

export interface Injected {
  readonly kind: string;
  readonly tookMs: number;
  /** How long the system then needed to work again. Left out where several were under way, or nobody looked. */
  readonly recoveryMs?: number;
  /** What went wrong with the fault, or after it. */
  readonly failure?: string;
}

export interface RoundsOptions {
  readonly system: SystemUnderTest;
  readonly load: Load;
  readonly history: History;
  readonly faults: readonly Fault[];
  readonly count: number;
  readonly seed: number;
  /** How long the system may need to work again. */
  readonly patienceMs: number;
  /** Told each fault that is over. */
  readonly tell: (injected: Injected, soFar: number) => void;
}

/** Injects so many faults. One that fails does not keep the others from coming. */
export async function injectFaults(options: RoundsOptions): Promise<Injected[]> {
  const { faults, count, seed, tell } = options;
  const injected: Injected[] = [];
  for (const round of roundsOf(faults, count, seed)) {
    const done = await Promise.all(round.drawn.map((drawn) => inject(drawn, options)));
    const after = round.isPatient ? await recover(options, `${seed}-${injected.length}`) : {};
    for (const one of done) {
      const isAlone = done.length === 1;
      const whole: Injected = { ...one, ...(isAlone || after.failure !== undefined ? after : {}) };
      tell(whole, injected.push(whole));
    }
    await sleep(round.pauseMs);
  }
  return injected;
}

async function inject(
  { fault, afterMs, random }: Round['drawn'][number],
  { system, history }: RoundsOptions,
): Promise<Injected> {
  const { kind } = fault;
  await sleep(afterMs);
  const begun = performance.now();
  history.note('fault begins', { kind });
  let failure: string | undefined;
  const detail = await within(LONGEST_FAULT_MS, fault.inject(system, random)).catch((error: Error) => {
    failure = error.message;
  });
  const tookMs = Math.round(performance.now() - begun);
  history.note('fault ends', { kind, tookMs, detail, failure });
  return { kind, tookMs, ...(failure !== undefined && { failure }) };
}

async function recover(
  { system, load, history, patienceMs }: RoundsOptions,
  name: string,
): Promise<Pick<Injected, 'recoveryMs' | 'failure'>> {
  try {
    const recoveryMs = await probe(system, load, name, patienceMs);
    history.note('recovered', { name, recoveryMs });
    return { recoveryMs };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it was not over after ${ms / 1_000} s`)), ms);
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}
