import type { FeedEntry, FeedQuery } from '#lib/client';
import type { FeedClient } from '#lib/client';

/** A group that a reader has opened. */
export interface OpenGroup {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly items: readonly FeedEntry[];
  readonly next: string | null;
}

const LOADING: OpenGroup = { status: 'loading', items: [], next: null };

/** Which groups are open, and what is in them. */
export class Groups {
  private open = new Map<string, OpenGroup>();
  private client: FeedClient | undefined;
  private query: FeedQuery = {};

  constructor(private readonly onChange: () => void) {}

  begin(client: FeedClient | undefined, query: FeedQuery): void {
    this.open = new Map();
    this.client = client;
    this.query = query;
  }

  get(key: string): OpenGroup | undefined {
    return this.open.get(key);
  }

  async toggle(key: string): Promise<void> {
    if (this.open.delete(key)) return this.onChange();
    await this.load(key, LOADING);
  }

  async more(key: string): Promise<void> {
    const group = this.open.get(key);
    if (group?.next) await this.load(key, group, group.next);
  }

  /** What was taken back is in no group. */
  drop(id: string): void {
    for (const [key, group] of this.open)
      this.open.set(key, { ...group, items: group.items.filter((entry) => entry.id !== id) });
  }

  private async load(key: string, before: OpenGroup, after?: string): Promise<void> {
    this.set(key, { ...before, status: 'loading' });
    const { group: _, ...filters } = this.query;
    try {
      const { items, page } = await this.client!.group(key, { ...filters, ...(after && { after }) });
      if (!this.open.has(key)) return;
      const next = page.hasMore ? page.next : null;
      this.set(key, { status: 'ready', items: [...before.items, ...items], next });
    } catch {
      if (this.open.has(key)) this.set(key, { ...before, status: 'failed' });
    }
  }

  private set(key: string, group: OpenGroup): void {
    this.open.set(key, group);
    this.onChange();
  }
}
