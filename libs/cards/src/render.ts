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

/** A piece of a text. `arg`: what it is the name of, or where it leads. */
export interface TextPart {
  readonly text: string;
  readonly arg?: NamedArg | Extract<CardArg, { type: 'link' }>;
}

const formats = new Map<string, IntlMessageFormat>();

function formatOf(message: string, locale: Locale): IntlMessageFormat {
  const key = `${locale} ${message}`;
  const known = formats.get(key) ?? new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
  formats.set(key, known);
  return known;
}

/** The ICU message of a card for these arguments, for clients that set links where it has names. */
export function templateOf(card: EntryCard, args: Args, locale: Locale): string {
  const texts = typeof card.text === 'function' ? card.text(args) : card.text;
  return texts[locale];
}

/** A card's text in one language, in pieces. `names`: what the mentions of its arguments are called, as far as is known. */
export function renderParts(card: EntryCard, args: Args, locale: Locale, names: Names): TextPart[] {
  return renderMessage(templateOf(card, args, locale), args, locale, names);
}

/** The same for any ICU message. Pieces that are nobody's name are put together. */
export function renderMessage(message: string, args: Args, locale: Locale, names: Names): TextPart[] {
  const words = Object.entries(args).map(([name, arg]) => [name, wordOf(arg, locale, names)] as const);
  const pieces = formatOf(message, locale).formatToParts<TextPart[]>(Object.fromEntries(words));
  const parts = pieces.flatMap(({ value }): TextPart[] =>
    Array.isArray(value) ? value : [{ text: String(value) }],
  );
  return parts.reduce<TextPart[]>((joined, part) => {
    const last = joined.at(-1);
    if (!last || last.arg || part.arg) return [...joined, part];
    return [...joined.slice(0, -1), { text: last.text + part.text }];
  }, []);
}

/** A card's text in one language. */
export function renderCard(card: EntryCard, args: Args, locale: Locale, names: Names): string {
  return textOf(renderParts(card, args, locale, names));
}

export function textOf(parts: readonly TextPart[]): string {
  return parts.map(({ text }) => text).join('');
}

/** What is said in the reader's language; where it was not said in that, in English, or else in the first there is. */
export function inLanguage(values: Readonly<Record<string, string>>, locale: Locale): string {
  return values[locale] ?? values[LOCALES[0]] ?? Object.values(values)[0]!;
}

/** Whether this stands for the name of somebody who is forgotten. */
export function isForgotten(name: string | undefined): boolean {
  return name === REMOVED;
}

/** Names and links in pieces. Texts as they are: a message may count by what a text says. */
function wordOf(arg: CardArg, locale: Locale, names: Names): TextPart[] | string | number {
  switch (arg.type) {
    case 'text':
    case 'number':
      return arg.value;
    case 'texts':
      return inLanguage(arg.values, locale);
    case 'removed':
      return ERASED[locale];
    case 'link':
      return [{ text: arg.href, arg }];
    case 'list':
      return listOf(arg.items, locale, names);
    default:
      return [{ text: nameOf(arg, locale, names), arg }];
  }
}

function listOf(items: readonly NamedArg[], locale: Locale, names: Names): TextPart[] {
  const isLong = items.length > MOST_NAMED;
  const named = isLong ? items.slice(0, MOST_NAMED - 1) : items;
  const words: TextPart[] = named.map((item) => ({ text: nameOf(item, locale, names), arg: item }));
  const count = items.length - named.length;
  if (isLong) words.push({ text: String(formatOf(OTHERS[locale], locale).format({ count })) });
  // By their places: two of them may have the same name.
  const places = words.map((_, place) => String(place));
  const parts = new Intl.ListFormat(locale).formatToParts(places);
  return parts.map(({ type, value }) => (type === 'element' ? words[Number(value)]! : { text: value }));
}

function nameOf(arg: NamedArg, locale: Locale, names: Names): string {
  const name = names[mentionOf(arg)];
  return isForgotten(name) ? FORGOTTEN[locale] : (name ?? UNNAMED[locale][arg.type]);
}
