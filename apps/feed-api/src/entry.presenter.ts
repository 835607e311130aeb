import { type CardArg, cardOf, type Locale, renderCard } from '#lib/cards';
import type { EntryRow } from '#lib/read-model';

export type PresentedArg =
  | CardArg
  | { readonly type: 'person'; readonly id: string; readonly name: string | null };

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
  const args = row.args as Readonly<Record<string, CardArg>>;
  const nameOf = (id: string): string | undefined => row.names?.[id] ?? undefined;
  const presented = Object.fromEntries(
    Object.entries(args).map(([name, arg]): [string, PresentedArg] => [
      name,
      arg.type === 'person' ? { ...arg, name: nameOf(arg.id) ?? null } : arg,
    ]),
  );
  return {
    id: row.id,
    type: row.name,
    // Milliseconds are enough for people; the microseconds stay in the cursors.
    occurredAt: `${row.occurred_at.slice(0, 23)}Z`,
    actor: presented[card?.actor ?? ''] ?? null,
    subject: presented[card?.subject ?? ''] ?? null,
    message: {
      text: card ? renderCard(card, args, locale, nameOf) : row.name,
      template: card ? card.text[locale] : row.name,
      args: presented,
    },
    source: { service: row.source.replace(/^\//, ''), eventId: row.event_id },
  };
}
