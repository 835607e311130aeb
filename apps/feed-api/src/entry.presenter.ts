import {
  type Args,
  type CardArg,
  cardOf,
  type Locale,
  mentionOf,
  type NamedKind,
  renderCard,
  templateOf,
} from '#lib/cards';
import type { EntryRow } from '#lib/read-model';

/** What a text speaks of, with its name: null while the feed has not heard it. */
export type PresentedArg =
  | { readonly type: NamedKind; readonly id: string; readonly name: string | null }
  | { readonly type: 'text'; readonly value: string };

/** An entry as the API answers it. */
export interface PresentedEntry {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly actor: PresentedArg | null;
  readonly subject: PresentedArg | null;
  readonly message: {
    readonly text: string;
    readonly template: string;
    readonly args: Readonly<Record<string, PresentedArg>>;
  };
  readonly source: { readonly service: string; readonly eventId: string };
}

/** Finds the words for an entry. The template and its arguments let a client set links where `text` has names. */
export function presentEntry(row: EntryRow, locale: Locale): PresentedEntry {
  const card = cardOf(row.type);
  const args = row.args as Args;
  const names = row.names ?? {};
  const presented = Object.fromEntries(
    Object.entries(args).map(([name, arg]): [string, PresentedArg] => [name, presentArg(arg, names)]),
  );
  return {
    id: row.id,
    type: row.name,
    // Milliseconds are enough for people; the microseconds stay in the cursors.
    occurredAt: `${row.occurred_at.slice(0, 23)}Z`,
    actor: presented[card?.actor ?? ''] ?? null,
    subject: presented[card?.subject ?? ''] ?? null,
    message: {
      text: card ? renderCard(card, args, locale, names) : row.name,
      template: card ? templateOf(card, args, locale) : row.name,
      args: presented,
    },
    source: { service: row.source.replace(/^\//, ''), eventId: row.event_id },
  };
}

function presentArg(arg: CardArg, names: Readonly<Record<string, string>>): PresentedArg {
  return arg.type === 'text' ? arg : { ...arg, name: names[mentionOf(arg)!] ?? null };
}
