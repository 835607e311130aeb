import { parseArgs } from 'node:util';
import { type Persona, PERSON_ID, type Role, ROLES, SOURCE } from '#lib/identity';
import { personas } from '../../apps/standalone/src/personas/personas.js';

const LONGEST_HOURS = 24 * 365;

const known = personas.map(({ subject, about }) => `  ${subject.padEnd(9)}${about}`).join('\n');

export const USAGE = `npm run -s token -- <persona or id> [--role R]... [--source /x] [--dir FOLDER] [--hours N]

Prints a token for trying things out, and nothing else: TOKEN=$(npm run -s token -- anna)

Personas have their roles:
${known}
Any other id is somebody who has the roles that are given here.

  --role R      one of ${ROLES.join(', ')}, beside what a persona has; may be repeated
  --source /x   a service, which may publish events of this source
  --dir FOLDER  where the key of the issuer is, or will be: issuer in DATA_DIR (./data) unless given, as npm start has it;
                npm run start:distributed has it in ./data/distributed/issuer
  --hours N     for how long, 12 unless given
Exit codes: 0 done, 1 the folder cannot be used, 2 not understood.`;

export interface TokenArguments {
  readonly persona: Persona;
  readonly lifetimeS: number;
  /** Of the issuer, where one was given. */
  readonly dir?: string;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(args: readonly string[]): TokenArguments | { readonly fault: string } {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        role: { type: 'string', multiple: true, default: [] },
        source: { type: 'string' },
        dir: { type: 'string' },
        hours: { type: 'string', default: '12' },
      },
    });
    const { role, source, dir, hours } = values;
    return {
      persona: personaOf(positionals, role.map(roleOf), source),
      lifetimeS: hoursOf(hours) * 60 * 60,
      ...(dir !== undefined && { dir }),
    };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

function personaOf([name, more]: readonly string[], roles: readonly Role[], given?: string): Persona {
  if (name === undefined) throw new Error('it is not said whose token it is to be');
  if (more !== undefined) throw new Error(`${more} is one word too many`);
  if (!PERSON_ID.test(name))
    throw new Error(`an id is 1 to 64 of A-Z a-z 0-9 . _ ~ -, not ${JSON.stringify(name)}`);
  const persona = personas.find(({ subject }) => subject === name);
  const source = given ?? persona?.source;
  if (source !== undefined && !SOURCE.test(source))
    throw new Error(`--source must be like /payroll, not ${JSON.stringify(source)}`);
  return {
    subject: name,
    roles: [...new Set([...(persona?.roles ?? []), ...roles])],
    ...(source !== undefined && { source }),
  };
}

function roleOf(name: string): Role {
  const role = ROLES.find((one) => one === name);
  if (role === undefined)
    throw new Error(`--role must be one of ${ROLES.join(', ')}, not ${JSON.stringify(name)}`);
  return role;
}

function hoursOf(given: string): number {
  const hours = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (hours >= 1 && hours <= LONGEST_HOURS) return hours;
  throw new Error(`--hours must be a whole number from 1 to ${LONGEST_HOURS}, not ${JSON.stringify(given)}`);
}
