import { REMOVED } from '#lib/envelope';

/** What has a name that may change, and is therefore kept by its id. */
export type NamedKind = 'person' | 'department' | 'team';

/** Somebody or something by id: the name is looked up when the text is read. */
export interface NamedArg {
  readonly type: NamedKind;
  readonly id: string;
}

/** Whose it is, where it tells something personal: see `argsOf`. Of several it is gone with any of them. */
interface Owned {
  readonly of?: string | readonly string[];
}

/** What a text speaks of. */
export type CardArg =
  | NamedArg
  | ({ readonly type: 'text'; readonly value: string } & Owned)
  /** The same in several languages, by their tags. One at least. */
  | ({ readonly type: 'texts'; readonly values: Readonly<Record<string, string>> } & Owned)
  /** Was erased with what was told of its author. */
  | { readonly type: 'removed' }
  /** How many: what messages choose the plural by. */
  | { readonly type: 'number'; readonly value: number }
  /** Where a client may lead on to. */
  | { readonly type: 'link'; readonly href: string }
  | { readonly type: 'list'; readonly items: readonly NamedArg[] };

/** By their names in the text. */
export type Args = Readonly<Record<string, CardArg>>;

export const person = (id: string): NamedArg => ({ type: 'person', id });
export const department = (id: string): NamedArg => ({ type: 'department', id });
export const team = (id: string): NamedArg => ({ type: 'team', id });
export const text = (value: string): CardArg =>
  value === REMOVED ? { type: 'removed' } : { type: 'text', value };
export const texts = (values: Readonly<Record<string, string>>): CardArg =>
  values['en'] === REMOVED ? { type: 'removed' } : { type: 'texts', values };
export const number = (value: number): CardArg => ({ type: 'number', value });
export const link = (href: string): CardArg => ({ type: 'link', href });
export const people = (ids: readonly string[]): CardArg => ({ type: 'list', items: ids.map(person) });

/** How a name is looked up: by kind and id in one word. */
export function mentionOf({ type, id }: NamedArg): string {
  return `${type}:${id}`;
}

/** Everybody and everything that the arguments speak of by id, each once. */
export function namedIn(args: Args): NamedArg[] {
  const named = Object.values(args).flatMap((arg) => {
    if (arg.type === 'list') return arg.items;
    return 'id' in arg ? [arg] : [];
  });
  return [...new Map(named.map((arg) => [mentionOf(arg), arg])).values()];
}
