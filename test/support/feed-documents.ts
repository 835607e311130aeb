import { DOMParser, type Document, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What both formats say of an entry. */
export interface ExportedEntry {
  readonly id: string;
  readonly text: string;
  readonly author: string | undefined;
}

export interface ExportedFeed {
  readonly id: string | undefined;
  readonly selfUrl: string;
  readonly nextUrl: string | undefined;
  readonly entries: readonly ExportedEntry[];
}

const ATOM = 'http://www.w3.org/2005/Atom';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const URN = /^urn:uuid:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Reads Atom as strictly as XML asks for, and throws where RFC 4287 (sections 4.1.1 and 4.1.2) is not kept. */
export function readAtom(xml: string): ExportedFeed {
  const parser = new DOMParser({ onError: onErrorStopParsing });
  const feed = (parser.parseFromString(xml, 'application/xml') as Document).documentElement!;
  must(feed.namespaceURI === ATOM && feed.localName === 'feed', 'is a feed');
  for (const one of ['id', 'title', 'updated']) must(childrenOf(feed, one).length === 1, `has one ${one}`);
  must(TIME.test(textOf(feed, 'updated')!) && URN.test(textOf(feed, 'id')!), 'says when and what it is');
  const links = childrenOf(feed, 'link').map((link) => [
    link.getAttribute('rel')!,
    link.getAttribute('href')!,
  ]);
  const { self, next, ...others } = Object.fromEntries(links) as Record<string, string>;
  must(URL.canParse(self!) && Object.keys(others).length === 0, 'links itself');
  const hasAuthor = childrenOf(feed, 'author').length > 0;
  const entries = childrenOf(feed, 'entry').map((entry) => readEntry(entry, hasAuthor));
  must(new Set(entries.map(({ id }) => id)).size === entries.length, 'has each entry once');
  return { id: textOf(feed, 'id'), selfUrl: self!, nextUrl: next, entries };
}

function readEntry(entry: Element, feedHasAuthor: boolean): ExportedEntry {
  for (const one of ['id', 'title', 'updated', 'published', 'content'])
    must(childrenOf(entry, one).length === 1, `has one ${one}`);
  must(TIME.test(textOf(entry, 'updated')!) && URN.test(textOf(entry, 'id')!), 'says when and what it is');
  const [author] = childrenOf(entry, 'author');
  must(feedHasAuthor || author !== undefined, 'has an author');
  must(textOf(entry, 'content') === textOf(entry, 'title'), 'says what its title says');
  return {
    id: textOf(entry, 'id')!,
    text: textOf(entry, 'title')!,
    author: author && textOf(author, 'name'),
  };
}

function childrenOf(parent: Element, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === 1 && node.namespaceURI === ATOM && (node as Element).localName === name,
  );
}

function textOf(parent: Element, name: string): string | undefined {
  return childrenOf(parent, name)[0]?.textContent ?? undefined;
}

const text = { type: 'string' } as const;
const url = { type: 'string', format: 'uri' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const authors = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { name: text, url, avatar: url },
    additionalProperties: false,
    minProperties: 1,
  },
} as const;

/** https://www.jsonfeed.org/version/1.1/, without what we never say: attachments, hubs, pictures. */
const JSON_FEED = {
  type: 'object',
  required: ['version', 'title', 'items'],
  additionalProperties: false,
  patternProperties: { '^_': { type: 'object' } },
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: text,
    home_page_url: url,
    feed_url: url,
    next_url: url,
    description: text,
    authors,
    language: { type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' },
    expired: { type: 'boolean' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        anyOf: [{ required: ['content_text'] }, { required: ['content_html'] }],
        additionalProperties: false,
        patternProperties: { '^_': { type: 'object' } },
        properties: {
          id: { type: 'string', minLength: 1 },
          url,
          external_url: url,
          title: text,
          content_text: text,
          content_html: text,
          summary: text,
          date_published: time,
          date_modified: time,
          authors,
          tags: { type: 'array', items: text },
          language: text,
        },
      },
    },
  },
} as const;

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
formats.default(ajv);
const isJsonFeed = ajv.compile(JSON_FEED);

interface JsonFeed {
  readonly feed_url: string;
  readonly next_url?: string;
  readonly items: readonly {
    readonly id: string;
    readonly content_text: string;
    readonly authors?: readonly { readonly name: string }[];
  }[];
}

/** Throws where JSON Feed 1.1 is not kept. */
export function readJsonFeed(json: string): ExportedFeed {
  const feed = JSON.parse(json) as JsonFeed;
  must(isJsonFeed(feed), `is a JSON feed: ${ajv.errorsText(isJsonFeed.errors)}`);
  must(feed.next_url !== feed.feed_url, 'has another page as its next one');
  const entries = feed.items.map(({ id, content_text: said, authors: by }) => ({
    id,
    text: said,
    author: by?.[0]?.name,
  }));
  must(new Set(entries.map(({ id }) => id)).size === entries.length, 'has each entry once');
  return { id: undefined, selfUrl: feed.feed_url, nextUrl: feed.next_url, entries };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it must be so: it ${what}`);
}
