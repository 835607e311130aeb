import type { FeedEntry, Name } from '#lib/client';
import { type Attributes, filled, FILTERS, hrefOf, kindsOf } from '../attributes.js';
import type { FeedModel } from '../model/feed.model.js';
import { wordsIn } from '../words/languages.js';
import type { Words } from '../words/words.js';

/** What a reader does within an entry. */
export interface Clicks {
  /** What a reader has unfolded, by words of the views' own. */
  readonly isUnfolded: (what: string) => boolean;
  readonly unfold: (what: string) => void;
  readonly react: (entry: FeedEntry, kind: string) => void;
}

/** What the views of one rendering share: what there is to show, in which words, and what a click does. */
export interface Scene extends Clicks {
  readonly model: FeedModel;
  readonly words: Words;
  readonly lang: string;
  readonly now: Date;
  /** The kinds of reactions that are offered. */
  readonly kinds: readonly string[];
  /** Whether this is not all of the feed, from the newest on. */
  readonly isNarrowed: boolean;
  /** The entry that the page is about, where it is about one. */
  readonly current: string | undefined;
  readonly permalink: (id: string) => string;
  /** Where a name leads to, if anywhere. */
  readonly hrefOf: (arg: Pick<Name, 'type' | 'id'>) => string | undefined;
}

export function sceneOf(given: Attributes, model: FeedModel, lang: string, clicks: Clicks): Scene {
  const permalink = given.permalink ?? `${(given.src ?? '').replace(/\/$/, '')}/entries/{id}`;
  return {
    ...clicks,
    model,
    lang,
    words: wordsIn(lang),
    now: new Date(),
    kinds: kindsOf(given),
    isNarrowed: Boolean(given.entry) || FILTERS.some((name) => given[name]),
    current: given.entry ?? undefined,
    permalink: (id) => filled(permalink, id),
    hrefOf: (arg) => hrefOf(given, arg),
  };
}
