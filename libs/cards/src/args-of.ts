import { ownersOf, personalFieldsOf, withoutField } from '#lib/envelope';
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
  const owners = personalFieldsOf(card.contract.schema).flatMap(
    (field): [string, string | readonly string[]][] => {
      const without = card.args(withoutField(data, field) as never);
      const owners = ownersOf({ source, id, data }, field);
      const of = owners.length > 1 ? owners : owners[0];
      const names = Object.keys(args).filter((name) => !isSame(args[name], without[name]));
      return names.map((name) => [name, of]);
    },
  );
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
