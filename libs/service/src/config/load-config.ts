import type { z } from 'zod';

/** The environment does not fit the schema. The message names every variable at fault, and no value. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  readonly code = 'config-invalid';

  constructor(readonly faults: readonly string[]) {
    super(
      `the configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n  ${faults.join('\n  ')}`,
    );
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of a process, from its environment. A variable that is empty counts as not set; one that the schema does
 * not know is left alone. Throws one {@link ConfigFault} for all faults together.
 */
export function loadConfig<Config>(
  schema: z.ZodType<Config>,
  // oxlint-disable-next-line node/no-process-env -- the one place that reads it
  env: Environment = process.env,
): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigFault(parsed.error.issues.map((issue) => faultLine(issue, given)));
}

function faultLine(issue: z.core.$ZodIssue, given: Environment): string {
  // Of a list, the place within it says less than what it must be.
  const name = String(issue.path[0] ?? '');
  if (name === '') return issue.message;
  return `${name}: ${given[name] === undefined && issue.code !== 'custom' ? 'is not set' : issue.message}`;
}
