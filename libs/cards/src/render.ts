import { IntlMessageFormat } from 'intl-messageformat';
import { type Args, type Card, type CardArg, type Locale, mentionOf, type NamedKind } from './card.js';

/** For what the feed has not heard the name of yet. */
const UNNAMED: Record<Locale, Record<NamedKind, string>> = {
  en: { person: 'Somebody', department: 'a department', team: 'a team' },
  ru: { person: 'Кто-то', department: 'отдел', team: 'команда' },
};

const formats = new Map<string, IntlMessageFormat>();

function format(message: string, locale: Locale): IntlMessageFormat {
  const key = `${locale} ${message}`;
  const known = formats.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
  formats.set(key, known);
  return known;
}

/** The ICU message of a card for these arguments, for clients that set links where it has names. */
export function templateOf(card: Card, args: Args, locale: Locale): string {
  const texts = typeof card.text === 'function' ? card.text(args) : card.text;
  return texts[locale];
}

/** A card's text in one language. `names`: what the mentions of its arguments are called, as far as is known. */
export function renderCard(
  card: Card,
  args: Args,
  locale: Locale,
  names: Readonly<Record<string, string>>,
): string {
  const words = Object.entries(args).map(([name, arg]) => [name, wordOf(arg, locale, names)]);
  return String(format(templateOf(card, args, locale), locale).format(Object.fromEntries(words)));
}

function wordOf(arg: CardArg, locale: Locale, names: Readonly<Record<string, string>>): string {
  return arg.type === 'text' ? arg.value : (names[mentionOf(arg)!] ?? UNNAMED[locale][arg.type]);
}
