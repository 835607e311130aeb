import type { PresentedEntry } from '../entry.presenter.js';
import { authorOf, entryUrn, type FeedDocument, linksOf, TITLES } from './feed-document.js';
import { element, textElement } from './xml.js';

/** An empty feed has not been changed since before there was one. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** RFC 4287, with the next page as RFC 5005 has it. */
export function toAtom({ id, locale, selfUrl, nextUrl, entries }: FeedDocument): string {
  const type = 'application/atom+xml';
  const newest = entries
    .map(({ occurredAt }) => occurredAt)
    .toSorted()
    .at(-1);
  const feed = element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': locale },
    textElement('id', id),
    textElement('title', TITLES[locale]),
    textElement('updated', newest ?? NEVER),
    // For entries whose doing nobody's in particular is.
    element('author', {}, textElement('name', TITLES[locale])),
    element('link', { rel: 'self', type, href: selfUrl }),
    ...(nextUrl === undefined ? [] : [element('link', { rel: 'next', type, href: nextUrl })]),
    ...entries.map(atomEntry),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}

function atomEntry(entry: PresentedEntry): string {
  const { type, occurredAt, message } = entry;
  const author = authorOf(entry);
  return element(
    'entry',
    {},
    textElement('id', entryUrn(entry)),
    textElement('title', message.text),
    textElement('published', occurredAt),
    textElement('updated', occurredAt),
    ...(author === undefined ? [] : [element('author', {}, textElement('name', author))]),
    element('category', { term: type }),
    ...linksOf(entry).map((href) => element('link', { rel: 'related', href })),
    textElement('content', message.text, { type: 'text' }),
  );
}
