import { parseArgs } from 'node:util';
import { Refused } from './refused.js';
import { isKebab, singularOf } from './spelling.js';

const USAGE = 'usage: npm run new:source -- --name anniversaries [--event anniversary.reached]';

/** What was asked for on the command line. */
export interface Request {
  readonly name: string;
  /** `<entity>.<what happened>`. */
  readonly event: string;
}

/** What a new source must keep clear of. */
export interface Taken {
  /** Of apps, libs and folders of contracts. */
  readonly folders: readonly string[];
  /** What stands first in the paths of routes. */
  readonly routes: readonly string[];
  /** What there are events of already, e.g. `employee`. */
  readonly entities: readonly string[];
}

/** Names that something else in the database, the compose file, the routes or the code goes by. */
const RESERVED = new Set(
  `feed public postgres rabbitmq none information-schema company-feed events health metrics docs docs-json
  dynamic main test`.split(/\s+/),
);
/** What SQL takes for a word of its own, where a schema or a role is named. */
const SQL_WORDS = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
  collation column concurrently constraint create cross current-catalog current-date current-role
  current-schema current-time current-timestamp current-user default deferrable desc distinct do else end
  except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into
  is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on
  only or order outer overlaps placing primary references returning right select session-user similar some
  symmetric system-user table tablesample then to trailing true union unique user using variadic verbose when
  where window with`.split(/\s+/),
);
/** A name becomes part of the names of files, classes and variables, and a schema. */
const MAX_LENGTH = 40;

/** Throws {@link Refused} with every fault of the arguments. */
export function requestOf(args: readonly string[], taken: Taken): Request {
  const { name, event } = optionsOf(args);
  if (name === undefined) throw new Refused(`--name is missing\n${USAGE}`);
  const faults = [...faultsOfName(name, taken), ...(event === undefined ? [] : faultsOfEvent(event))];
  if (faults.length > 0) throw new Refused([...faults, USAGE].join('\n'));
  const request = { name, event: event ?? `${singularOf(name)}.recorded` };
  const inUse = faultsOfEntity(request.event.split('.')[0] ?? '', taken);
  if (inUse.length > 0) throw new Refused([...inUse, USAGE].join('\n'));
  return request;
}

function optionsOf(args: readonly string[]): { name?: string; event?: string } {
  try {
    const options = { name: { type: 'string' }, event: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n${USAGE}`);
  }
}

function faultsOfName(name: string, { folders, routes }: Taken): string[] {
  const shown = `--name ${JSON.stringify(name)}`;
  if (!isKebab(name)) {
    return [`${shown}: must be words of a-z with a - between them`];
  }
  if (name.length > MAX_LENGTH) return [`${shown}: must have at most ${MAX_LENGTH} characters`];
  if (folders.includes(name)) return [`${shown}: is taken, by a folder of apps, libs or libs/contracts/src`];
  if (routes.includes(name)) return [`${shown}: is taken, by the route /${name} of another app`];
  if (RESERVED.has(name) || name.startsWith('pg-')) return [`${shown}: is reserved`];
  if (SQL_WORDS.has(name)) return [`${shown}: is reserved, as a word of SQL`];
  return [];
}

function faultsOfEvent(event: string): string[] {
  const parts = event.split('.');
  if (parts.length === 2 && parts.every(isKebab) && event.length <= MAX_LENGTH) return [];
  const rule = `must be what it is about, a dot, and what happened, of at most ${MAX_LENGTH} characters`;
  return [`--event ${JSON.stringify(event)}: ${rule}, for example anniversary.reached`];
}

function faultsOfEntity(entity: string, { entities }: Taken): string[] {
  if (entities.includes(entity)) {
    return [`there are events of «${entity}» already: choose what is new with --event`];
  }
  return RESERVED.has(entity) ? [`«${entity}» is reserved: choose another word with --event`] : [];
}
