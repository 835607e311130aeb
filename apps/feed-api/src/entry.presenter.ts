import {
  type Args,
  type CardArg,
  entryCardOf,
  inLanguage,
  isForgotten,
  type Locale,
  mentionOf,
  type NamedArg,
  type NamedKind,
  renderMessage,
  templateOf,
  textOf,
  type TextPart,
} from '#lib/cards';
import type { EntryRow } from '#lib/read-model';
import { inMilliseconds } from './moments.js';

/** Somebody or something with its name: null while the feed has not heard it, and of who is forgotten. */
export interface PresentedName {
  readonly type: NamedKind;
  readonly id: string;
  readonly name: string | null;
  /** There for a person who is forgotten. */
  readonly forgotten?: true;
}

/** What a text speaks of. */
export type PresentedArg =
  | PresentedName
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'removed' }
  | { readonly type: 'link'; readonly href: string }
  | { readonly type: 'list'; readonly items: readonly PresentedName[] };

export interface PresentedPart {
  readonly text: string;
  readonly arg?: PresentedName | { readonly type: 'link'; readonly href: string };
}

export interface PresentedMessage {
  readonly text: string;
  /** The text in pieces: names and links are pieces of their own. */
  readonly parts: readonly PresentedPart[];
  readonly template: string;
  readonly args: Readonly<Record<string, PresentedArg>>;
}

/** What an entry stands for that is the newest of a group. */
export interface PresentedGroup {
  /** To open it by. */
  readonly key: string;
  readonly count: number;
  /** There are more than were counted. */
  readonly truncated: boolean;
  /** A few of whose doing it is, the last first. */
  readonly sample: readonly PresentedName[];
  /** The time of which entries belong to it: from this moment on, and before that one. */
  readonly from: string;
  readonly to: string;
}

/** An entry as the API answers it. */
export interface PresentedEntry {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: PresentedArg | null;
  readonly subject: PresentedArg | null;
  readonly message: PresentedMessage;
  /** There where it stands for others as well: the message speaks of all of them. */
  readonly group?: PresentedGroup;
  /** Most first. `mine`: the reader's own is among them. */
  readonly reactions: readonly { readonly kind: string; readonly count: number; readonly mine: boolean }[];
  readonly source: { readonly service: string; readonly eventId: string };
  /** Only editors get what is hidden. */
  readonly hidden?: true;
}

/** Finds the words for an entry. The template and its arguments let a client set links where `text` has names. */
export function presentEntry(row: EntryRow, locale: Locale): PresentedEntry {
  const card = entryCardOf(row.type);
  const args = row.args as Args;
  const template = card ? templateOf(card, args, locale) : row.name;
  const message = presentMessage(template, args, locale, row.names ?? {});
  return {
    id: row.id,
    type: row.name,
    occurredAt: inMilliseconds(row.occurred_at),
    actor: message.args[card?.actor ?? ''] ?? null,
    subject: message.args[card?.subject ?? ''] ?? null,
    message,
    reactions: row.reactions ?? [],
    source: { service: row.source.replace(/^\//, ''), eventId: row.event_id },
    ...(row.hidden && { hidden: true }),
  };
}

/** A text with what it speaks of. `names`: of its mentions, as far as is known. */
export function presentMessage(template: string, args: Args, locale: Locale, names: Names): PresentedMessage {
  const parts = renderMessage(template, args, locale, names);
  const presented = Object.entries(args).map(
    ([name, arg]) => [name, presentArg(arg, locale, names)] as const,
  );
  return {
    text: textOf(parts),
    parts: parts.map((part) => presentPart(part, names)),
    template,
    args: Object.fromEntries(presented),
  };
}

type Names = Readonly<Record<string, string>>;

function presentArg(arg: CardArg, locale: Locale, names: Names): PresentedArg {
  switch (arg.type) {
    case 'link':
    case 'number':
    case 'removed':
      return arg;
    case 'text':
      return { type: 'text', value: arg.value };
    case 'texts':
      return { type: 'text', value: inLanguage(arg.values, locale) };
    case 'list':
      return { type: 'list', items: arg.items.map((item) => presentName(item, names[mentionOf(item)])) };
    default:
      return presentName(arg, names[mentionOf(arg)]);
  }
}

function presentPart({ text, arg }: TextPart, names: Names): PresentedPart {
  if (!arg) return { text };
  return { text, arg: arg.type === 'link' ? arg : presentName(arg, names[mentionOf(arg)]) };
}

/** `name`: what it is called now, as far as is known. */
export function presentName(arg: NamedArg, name: string | undefined): PresentedName {
  return isForgotten(name) ? { ...arg, name: null, forgotten: true } : { ...arg, name: name ?? null };
}
