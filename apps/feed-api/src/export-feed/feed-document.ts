import type { Locale } from '#lib/cards';
import type { PresentedEntry } from '../entry.presenter.js';

/** A page of the feed for programs that know formats of feeds, and not ours. */
export interface FeedDocument {
  /** The same for each page of a list, and for nothing else. */
  readonly id: string;
  readonly locale: Locale;
  /** Where it was asked for. */
  readonly selfUrl: string;
  /** Older entries. */
  readonly nextUrl?: string;
  readonly entries: readonly PresentedEntry[];
}

export const TITLES: Readonly<Record<Locale, string>> = { en: 'Company feed', ru: 'Новости компании' };

/** By the id of the entry: the same wherever and in whatever format it is read. */
export const entryUrn = ({ id }: PresentedEntry): string => `urn:uuid:${id}`;

/** The name of whose doing it is, where the feed knows one. */
export function authorOf({ actor }: PresentedEntry): string | undefined {
  return actor && 'name' in actor && actor.name !== null ? actor.name : undefined;
}

/** The addresses that it speaks of, as URLs may be written: publishers leave to browsers what these put right. */
export function linksOf({ message }: PresentedEntry): string[] {
  return Object.values(message.args).flatMap((arg) =>
    arg.type === 'link' && URL.canParse(arg.href) ? [new URL(arg.href).href] : [],
  );
}
