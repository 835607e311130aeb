import type { DataOf, EventContract } from '#lib/envelope';

/** The languages the feed speaks; the first is the one for everybody else. */
export const LOCALES = ['en', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];

/** What has a name that may change, and is therefore kept by its id. */
export type NamedKind = 'person' | 'department' | 'team';

/** What a text speaks of. Whatever is named is an id: the name is looked up when the text is read. */
export type CardArg =
  | { readonly type: NamedKind; readonly id: string }
  | { readonly type: 'text'; readonly value: string };

/** By their names in the text. */
export type Args = Readonly<Record<string, CardArg>>;

/** ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/) over the names of {@link Args}. */
export type Texts = Readonly<Record<Locale, string>>;

/** What somebody or something is called from now on. */
export interface Naming {
  readonly kind: NamedKind;
  readonly id: string;
  readonly name: string;
}

/** How the feed shows one contract. A source never says how its event looks. */
export interface Card<Data = never> {
  readonly contract: EventContract<string, Data>;
  /** What it says; where that depends on what is known, by the arguments. */
  readonly text: Texts | ((args: Args) => Texts);
  /** Whose doing it is, where an event tells, and what it is about: each one of `args`. The actor is a person. */
  readonly actor?: string;
  readonly subject: string;
  args(data: Data): Args;
  /** The names that the event tells. */
  names?(data: Data): readonly Naming[];
  /** Who may see it unless the event narrows it. */
  readonly audience: readonly string[];
}

export function defineCard<Contract extends EventContract>(
  contract: Contract,
  card: Omit<Card<DataOf<Contract>>, 'contract'>,
): Card {
  return { contract, ...card } as unknown as Card;
}

export const EVERYONE: readonly string[] = ['everyone'];
export const person = (id: string): CardArg => ({ type: 'person', id });
export const department = (id: string): CardArg => ({ type: 'department', id });
export const team = (id: string): CardArg => ({ type: 'team', id });
export const text = (value: string): CardArg => ({ type: 'text', value });

/** How the names of an entry are looked up: by kind and id in one word. Undefined for what has no name. */
export function mentionOf(arg: CardArg): string | undefined {
  return arg.type === 'text' ? undefined : `${arg.type}:${arg.id}`;
}
