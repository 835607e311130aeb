import type { Addresses } from './addresses.js';
import type { CommandLine } from './command-line.js';
import { ask } from './operator.client.js';
import { WrongUsage } from './usage.js';

interface Republished {
  readonly republished: readonly { readonly events: number; readonly total: number }[];
}

/** Lets a source publish its history again, or a stream of it. What the feed has is dropped as duplicates. */
export async function republish(line: CommandLine, { sources }: Addresses): Promise<number> {
  const name = line.next('the name of a source');
  const url = sources.get(name);
  if (url === undefined) throw new WrongUsage(`${name} is none of ${[...sources.keys()].join(', ')}`);
  const [stream, fromVersion] = [line.text('stream'), line.number('from')];
  const body = {
    ...line.order(),
    ...(stream !== undefined && { stream }),
    ...(fromVersion !== undefined && { fromVersion }),
    ...(line.isSet('all') && { all: true }),
  };
  const answer = await ask<Republished>('POST', `${url}/operator/sources/${name}/republish`, body);
  const latest = answer.republished[0]!;
  console.log(
    `${name} publishes ${latest.total} events again, ${latest.events} of them are in its outbox so far`,
  );
  return 0;
}
