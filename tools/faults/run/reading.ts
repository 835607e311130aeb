/** What a command line asks for, or what is wrong with it. Servers that somebody else runs are no place for such runs. */
export function reading<Wanted extends object>(
  environment: Readonly<Record<string, string | undefined>>,
  read: () => Wanted,
): Wanted | { readonly fault: string } {
  try {
    for (const variable of ['DATABASE_URL', 'AMQP_URL'])
      if (environment[variable])
        throw new Error(`${variable} is set: faults are only done to servers of their own`);
    return read();
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** What every such run can be told, for `parseArgs`. The seed is another one each time. */
export const runOptions = () =>
  ({
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    dir: { type: 'string' },
    keep: { type: 'boolean', default: false },
  }) as const;

/** {@link runOptions}, read. */
export interface RunArguments {
  readonly seed: number;
  /** Keep data and logs also when all is well. */
  readonly keep: boolean;
  /** A new temporary folder unless given. */
  readonly dir?: string;
}

export function runArguments(values: { seed: string; dir?: string; keep: boolean }): RunArguments {
  const { seed, dir, keep } = values;
  return { seed: whole('--seed', seed, 0, 2 ** 31 - 1), keep, ...(dir !== undefined && { dir }) };
}

/** Throws, with words for whoever typed it, when it is no whole number in these bounds. */
export function whole(name: string, given: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(given)}`);
}

export function modeOf(given: string): 'distributed' | 'standalone' {
  if (given === 'distributed' || given === 'standalone') return given;
  throw new Error(`--mode must be distributed or standalone, not ${JSON.stringify(given)}`);
}
