import { IntlMessageFormat } from 'intl-messageformat';
import { REMOVED } from '#lib/envelope';
import { type Args, type CardArg, mentionOf, type NamedArg, type NamedKind } from './args.js';
import { type EntryCard, type Locale, LOCALES } from './card.js';

type Names = Readonly<Record<string, string>>;

/** For what the feed has not heard the name of yet. */
const UNNAMED: Record<Locale, Record<NamedKind, string>> = {
  en: { person: 'Somebody', department: 'a department', team: 'a team' },
  ru: { person: 'Кто-то', department: 'отдел', team: 'команда' },
};

/** For whoever is forgotten: nobody else loses a name. */
const FORGOTTEN: Record<Locale, string> = { en: 'Former colleague', ru: 'Бывший коллега' };
/** For a text that was erased. */
const ERASED: Record<Locale, string> = { en: '[removed]', ru: '[удалено]' };

/** Of a longer list the first few are named, and the others counted. */
const MOST_NAMED = 4;
const OTHERS: Record<Locale, string> = {
  en: '{count, plural, one {# other} other {# others}}',
  ru: 'ещё {count}',
};

const formats = new Map<string, IntlMessageFormat>();

function format(message: string, locale: Locale, words: Record<string, string | number>): string {
  const key = `${locale} ${message}`;
  const known = formats.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
  formats.set(key, known);
  return String(known.format(words));
}

/** The ICU message of a card for these arguments, for clients that set links where it has names. */
export function templateOf(card: EntryCard, args: Args, locale: Locale): string {
  const texts = typeof card.text === 'function' ? card.text(args) : card.text;
  return texts[locale];
}

/** A card's text in one language. `names`: what the mentions of its arguments are called, as far as is known. */
export function renderCard(card: EntryCard, args: Args, locale: Locale, names: Names): string {
  const words = Object.entries(args).map(([name, arg]) => [name, wordOf(arg, locale, names)]);
  return format(templateOf(card, args, locale), locale, Object.fromEntries(words) as Record<string, string>);
}

/** What is said in the reader's language; where it was not said in that, in English, or else in the first there is. */
export function inLanguage(values: Readonly<Record<string, string>>, locale: Locale): string {
  return values[locale] ?? values[LOCALES[0]] ?? Object.values(values)[0]!;
}

/** Whether this stands for the name of somebody who is forgotten. */
export function isForgotten(name: string | undefined): boolean {
  return name === REMOVED;
}

function wordOf(arg: CardArg, locale: Locale, names: Names): string {
  switch (arg.type) {
    case 'text':
      return arg.value;
    case 'texts':
      return inLanguage(arg.values, locale);
    case 'removed':
      return ERASED[locale];
    case 'link':
      return arg.href;
    case 'list':
      return listOf(arg.items, locale, names);
    default:
      return nameOf(arg, locale, names);
  }
}

function listOf(items: readonly NamedArg[], locale: Locale, names: Names): string {
  const isLong = items.length > MOST_NAMED;
  const named = isLong ? items.slice(0, MOST_NAMED - 1) : items;
  const words = named.map((item) => nameOf(item, locale, names));
  if (isLong) words.push(format(OTHERS[locale], locale, { count: items.length - named.length }));
  return new Intl.ListFormat(locale).format(words);
}

function nameOf(arg: NamedArg, locale: Locale, names: Names): string {
  const name = names[mentionOf(arg)];
  return isForgotten(name) ? FORGOTTEN[locale] : (name ?? UNNAMED[locale][arg.type]);
}
