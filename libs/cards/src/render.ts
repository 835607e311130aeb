import { IntlMessageFormat } from 'intl-messageformat';
import type { Card, CardArg, Locale } from './card.js';

const NOBODY_KNOWN: Record<Locale, string> = { en: 'Somebody', ru: 'Кто-то' };

const formats = new Map<string, IntlMessageFormat>();

function format(message: string, locale: Locale): IntlMessageFormat {
  const key = `${locale} ${message}`;
  const known = formats.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
  formats.set(key, known);
  return known;
}

/** A card's text in one language. `nameOf` answers undefined for a person the feed has not heard of yet. */
export function renderCard(
  card: Card,
  args: Readonly<Record<string, CardArg>>,
  locale: Locale,
  nameOf: (personId: string) => string | undefined,
): string {
  const words = Object.entries(args).map(([name, arg]) => [name, wordOf(arg, locale, nameOf)]);
  return String(format(card.text[locale], locale).format(Object.fromEntries(words)));
}

function wordOf(arg: CardArg, locale: Locale, nameOf: (personId: string) => string | undefined): string {
  switch (arg.type) {
    case 'person':
      return nameOf(arg.id) ?? NOBODY_KNOWN[locale];
    case 'text':
      return arg.value;
  }
}
