import type { NamedArg, NamedKind } from '#lib/cards';
import type { TouchedRow } from '#lib/read-model';
import { presentEntry, type PresentedEntry, type PresentedName, presentName } from '../entry.presenter.js';
import type { Reader } from '../reader.js';
import type { News, State } from './news.js';

/** What somebody who follows the feed is told, as they get it. */
export type Told =
  | { readonly event: 'entry.added'; readonly data: { readonly entry: PresentedEntry } }
  | {
      readonly event: 'entry.updated';
      /** `pinned`: there when that has changed. */
      readonly data: { readonly entry: PresentedEntry; readonly pinned?: boolean };
    }
  | { readonly event: 'entry.retracted'; readonly data: { readonly id: string } }
  | {
      readonly event: 'reactions.changed';
      readonly data: { readonly id: string; readonly reactions: PresentedEntry['reactions'] };
    }
  | { readonly event: 'name.changed'; readonly data: PresentedName };

/** Equal for readers who are told the same in the same words. */
export function contentKey(news: News, { reactors }: State, { locale, personId }: Reader): string {
  const { event, touch } = news;
  if (event === 'entry.retracted' || event === 'name.changed') return `${event} ${touch.subject}`;
  const mine = reactors.get(touch.subject)?.get(personId ?? '') ?? [];
  return `${event} ${touch.subject} ${locale} ${mine.join()}`;
}

/** In the reader's language, with their own reactions. */
export function presentNews(news: News, state: State, { locale, personId }: Reader): Told {
  const { touch } = news;
  switch (news.event) {
    case 'entry.retracted':
      return { event: news.event, data: { id: touch.subject } };
    case 'name.changed':
      return { event: news.event, data: presentName(namedBy(touch.subject), state.names.get(touch.subject)) };
    case 'reactions.changed': {
      const { reactions } = markMine(news.entry, state, personId);
      return { event: news.event, data: { id: touch.subject, reactions: reactions ?? [] } };
    }
    default: {
      const entry = presentEntry(markMine(news.entry, state, personId), locale);
      if (news.event === 'entry.added') return { event: news.event, data: { entry } };
      const isAboutPins = touch.kinds.has('pinned') || touch.kinds.has('unpinned');
      return { event: news.event, data: { entry, ...(isAboutPins && { pinned: news.entry.pinned }) } };
    }
  }
}

function markMine(row: TouchedRow, { reactors }: State, personId = ''): TouchedRow {
  const mine = reactors.get(row.id)?.get(personId) ?? [];
  const reactions = row.reactions?.map((reaction) => ({ ...reaction, mine: mine.includes(reaction.kind) }));
  return { ...row, reactions: reactions ?? null };
}

function namedBy(mention: string): NamedArg {
  const split = mention.indexOf(':');
  return { type: mention.slice(0, split) as NamedKind, id: mention.slice(split + 1) };
}
