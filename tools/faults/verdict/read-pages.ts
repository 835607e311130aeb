import type { ShownEntry } from './evidence.js';

interface Page {
  readonly items: readonly {
    readonly id: string;
    readonly type: string;
    readonly occurredAt: string;
    readonly message: { readonly text: string };
    readonly reactions: readonly { readonly kind: string; readonly count: number; readonly mine: boolean }[];
    readonly source: { readonly service: string; readonly eventId: string };
  }[];
  readonly page: { readonly next: string | null };
}

/**
 * The whole feed over HTTP as whoever these headers are of sees it, page by page. Nothing is wrong with the system by now:
 * a failure throws.
 */
export async function readPages(url: string, headers: Record<string, string>): Promise<ShownEntry[]> {
  const shown: ShownEntry[] = [];
  let after: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '100', ...(after !== null && { after }) });
    const answer = await fetch(`${url}/feed?${query.toString()}`, { headers });
    if (answer.status !== 200) throw new Error(`GET /feed: ${answer.status} ${await answer.text()}`);
    const { items, page } = (await answer.json()) as Page;
    shown.push(...items.map(toShown));
    after = page.next;
  } while (after !== null);
  return shown;
}

function toShown({ id, type, occurredAt, message, reactions, source }: Page['items'][number]): ShownEntry {
  return {
    id,
    type,
    occurredAt,
    text: message.text,
    reactions: reactions.map(({ kind, count, mine }) => `${kind} ${count}${mine ? ' mine' : ''}`),
    service: source.service,
    eventId: source.eventId,
  };
}
