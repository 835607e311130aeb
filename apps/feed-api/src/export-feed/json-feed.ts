import type { PresentedEntry } from '../entry.presenter.js';
import { authorOf, entryUrn, type FeedDocument, linksOf, TITLES } from './feed-document.js';

/** https://www.jsonfeed.org/version/1.1/ */
export function toJsonFeed({ locale, selfUrl, nextUrl, entries }: FeedDocument): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: TITLES[locale],
    feed_url: selfUrl,
    ...(nextUrl !== undefined && { next_url: nextUrl }),
    language: locale,
    items: entries.map(jsonItem),
  };
}

function jsonItem(entry: PresentedEntry): object {
  const { type, occurredAt, message } = entry;
  const author = authorOf(entry);
  const [link] = linksOf(entry);
  return {
    id: entryUrn(entry),
    ...(link !== undefined && { external_url: link }),
    content_text: message.text,
    date_published: occurredAt,
    ...(author !== undefined && { authors: [{ name: author }] }),
    tags: [type],
  };
}
