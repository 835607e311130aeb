import type { DataOf, EventContract } from '#lib/envelope';

/** The languages the feed speaks; the first is the one for everybody else. */
export const LOCALES = ['en', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];

/** What a text speaks of. A person is an id: the name is looked up when the text is read. */
export type CardArg =
  | { readonly type: 'person'; readonly id: string }
  | { readonly type: 'text'; readonly value: string };

/** Something the feed keeps about a person from now on. Left out: as it was. */
export interface PersonFact {
  readonly id: string;
  readonly name?: string;
  readonly position?: string;
}

/** How the feed shows one contract. A source never says how its event looks. */
export interface Card<Data = never> {
  readonly contract: EventContract<string, Data>;
  /** ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/) over the names in `args`. */
  readonly text: Readonly<Record<Locale, string>>;
  /** Whose doing it is, and what it is about: each one of `args`. The actor is a person. */
  readonly actor: string;
  readonly subject: string;
  args(data: Data): Readonly<Record<string, CardArg>>;
  facts?(data: Data): readonly PersonFact[];
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
export const text = (value: string): CardArg => ({ type: 'text', value });
