import { everyone, narrowed } from '#lib/contracts';
import type { DataOf, EventContract } from '#lib/envelope';
import type { Args, NamedKind } from './args.js';

/** The languages the feed speaks; the first is the one for everybody else. */
export const LOCALES = ['en', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];

/** ICU messages (https://unicode-org.github.io/icu/userguide/format_parse/messages/) over the names of {@link Args}. */
export type Texts = Readonly<Record<Locale, string>>;

/** What somebody or something is called from now on. */
export interface Naming {
  readonly kind: NamedKind;
  readonly id: string;
  readonly name: string;
}

/** What somebody or something is part of from now on: a person of the department they work in, or of none. */
export interface Placing {
  readonly kind: 'person' | 'department';
  readonly id: string;
  readonly departmentId: string | undefined;
}

/**
 * When entries of one kind are one line of the list: `minimum` of them or more in one window, and where `by` is there, with
 * the same target. A list is a target if it is of one. Without a target an entry stands alone.
 */
export interface GroupRule {
  /** The argument that says what the target is. */
  readonly by?: string;
  /** Windows follow each other from 1970 on, in UTC: of 24 hours they are days. */
  readonly windowHours: number;
  readonly minimum: number;
  /** What the group says, over the arguments of its newest entry and those of {@link groupArgs}. */
  readonly text: Texts;
}

/** Shows an event as an entry. A source never says how its event looks. */
export interface EntryCard<Data = never> {
  readonly shows: 'entry';
  readonly contract: EventContract<string, Data>;
  /** What it says; where that depends on what is known, by the arguments. */
  readonly text: Texts | ((args: Args) => Texts);
  /** Whose doing it is, where an event tells, and what it is about: each one of `args`. The actor is a person. */
  readonly actor?: string;
  readonly subject?: string;
  args(data: Data): Args;
  readonly group?: GroupRule;
  /** The names that the event tells. */
  names?(data: Data): readonly Naming[];
  /** What the event tells of who works where. */
  places?(data: Data): readonly Placing[];
  /** Who may see it: one of these audiences. */
  readonly audience: readonly string[] | ((data: Data) => readonly string[]);
  /** Whom the event itself asks to be shown to, where it may. That narrows {@link audience}, and never widens it. */
  asks?(data: Data): readonly string[] | undefined;
}

/** Takes what its stream has shown so far out of the feed. For events with a sequence: others have no before. */
export interface RetractionCard {
  readonly shows: 'retraction';
  readonly contract: EventContract;
}

/** Somebody's reaction on an entry: there from now on, or no longer. */
export interface ReactionCard<Data = never> {
  readonly shows: 'reaction';
  readonly contract: EventContract<string, Data>;
  readonly isThere: boolean;
  of(data: Data): Reaction;
}

export interface Reaction {
  readonly entryId: string;
  readonly personId: string;
  readonly kind: string;
}

/** An editor's word on an entry: hidden or pinned from now on, or no longer. */
export interface CurationCard<Data = never> {
  readonly shows: 'curation';
  readonly contract: EventContract<string, Data>;
  readonly what: 'hidden' | 'pinned';
  readonly isSo: boolean;
  of(data: Data): Curation;
}

export interface Curation {
  readonly entryId: string;
  /** When it is over by itself. */
  readonly until?: string | undefined;
}

/** Takes out of the feed what a person told, and their name. */
export interface ErasureCard<Data = never> {
  readonly shows: 'erasure';
  readonly contract: EventContract<string, Data>;
  /** The id of the person. */
  of(data: Data): string;
}

/** Takes out of the feed what one event says in somebody's own words. */
export interface RedactionCard<Data = never> {
  readonly shows: 'redaction';
  readonly contract: EventContract<string, Data>;
  /** Which event. */
  of(data: Data): { readonly source: string; readonly eventId: string };
}

/** How the feed shows one contract. */
export type Card = EntryCard | RetractionCard | ReactionCard | CurationCard | ErasureCard | RedactionCard;

export function defineCard<Contract extends EventContract>(
  contract: Contract,
  card: Omit<EntryCard<DataOf<Contract>>, 'contract' | 'shows'>,
): EntryCard {
  return { shows: 'entry', contract, ...card } as unknown as EntryCard;
}

export function defineRetraction(contract: EventContract): RetractionCard {
  return { shows: 'retraction', contract };
}

export function defineReaction<Contract extends EventContract>(
  contract: Contract,
  card: Omit<ReactionCard<DataOf<Contract>>, 'contract' | 'shows'>,
): ReactionCard {
  return { shows: 'reaction', contract, ...card } as unknown as ReactionCard;
}

export function defineCuration<Contract extends EventContract>(
  contract: Contract,
  card: Omit<CurationCard<DataOf<Contract>>, 'contract' | 'shows'>,
): CurationCard {
  return { shows: 'curation', contract, ...card } as unknown as CurationCard;
}

export function defineErasure<Contract extends EventContract>(
  contract: Contract,
  card: Omit<ErasureCard<DataOf<Contract>>, 'contract' | 'shows'>,
): ErasureCard {
  return { shows: 'erasure', contract, ...card } as unknown as ErasureCard;
}

export function defineRedaction<Contract extends EventContract>(
  contract: Contract,
  card: Omit<RedactionCard<DataOf<Contract>>, 'contract' | 'shows'>,
): RedactionCard {
  return { shows: 'redaction', contract, ...card } as unknown as RedactionCard;
}

export const EVERYONE: readonly string[] = [everyone];

/** Who may see the entry of an event. */
export function audienceOf<Data>(card: EntryCard<Data>, data: Data): string[] {
  const { audience } = card;
  return narrowed(typeof audience === 'function' ? audience(data) : audience, card.asks?.(data));
}
