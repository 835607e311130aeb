import type { FeedPosition } from '#lib/read-model';

/** Characters of JSON, of which a page in memory takes some times as many bytes. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

interface Shelved<Page> {
  readonly page: Promise<Page>;
  /** 0 until it is there. */
  characters: number;
}

/** Keeps pages for as long as nothing happens: those that were asked for last, up to a bound. */
export class PageShelf<Page extends { readonly characters: number }> {
  private stamp = '';
  private characters = 0;
  private readonly shelved = new Map<string, Shelved<Page>>();

  constructor(private readonly most = MOST_CHARACTERS) {}

  /** Read once, however many ask for it at the same time. What cannot be read is not kept. */
  async get(
    { epoch, position, pinned }: Pick<FeedPosition, 'epoch' | 'position' | 'pinned'>,
    key: string,
    read: () => Promise<Page>,
  ): Promise<Page> {
    const stamp = [epoch, position, ...pinned].join();
    if (stamp !== this.stamp) this.clear(stamp);
    const known = this.shelved.get(key);
    if (known) {
      this.shelved.delete(key);
      this.shelved.set(key, known);
      return known.page;
    }
    const shelved: Shelved<Page> = { page: read(), characters: 0 };
    this.shelved.set(key, shelved);
    try {
      const page = await shelved.page;
      if (this.shelved.get(key) === shelved) this.count(shelved, page.characters);
      return page;
    } catch (error) {
      if (this.shelved.get(key) === shelved) this.shelved.delete(key);
      throw error;
    }
  }

  private clear(stamp: string): void {
    this.stamp = stamp;
    this.characters = 0;
    this.shelved.clear();
  }

  private count(shelved: Shelved<Page>, characters: number): void {
    shelved.characters = characters;
    this.characters += characters;
    for (const [key, oldest] of this.shelved) {
      if (this.characters <= this.most) return;
      this.shelved.delete(key);
      this.characters -= oldest.characters;
    }
  }
}
