import { ownerOf, personalFieldsOf, withoutField } from '#lib/envelope';
import type { Args } from './args.js';
import type { EntryCard } from './card.js';

/**
 * What an entry speaks of. An argument that would be another one if a personal field were gone says whose that is, so that it
 * can be taken out of the entry when they are forgotten. No card has to think of it.
 */
export function argsOf(
  card: EntryCard,
  { source, id }: { readonly source: string; readonly id: string },
  data: object,
): Args {
  const args = card.args(data as never);
  const owners = personalFieldsOf(card.contract.schema).flatMap((field): [string, string][] => {
    const without = card.args(withoutField(data, field) as never);
    const owner = ownerOf({ source, id, data }, field);
    const names = Object.keys(args).filter((name) => !isSame(args[name], without[name]));
    return names.map((name) => [name, owner]);
  });
  const owned = new Map(owners);
  return Object.fromEntries(
    Object.entries(args).map(([name, arg]) => {
      const of = owned.get(name);
      return [name, of === undefined ? arg : { ...arg, of }];
    }),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
