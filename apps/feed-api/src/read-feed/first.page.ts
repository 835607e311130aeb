import type { PresentedEntry } from '../entry.presenter.js';
import type { ListPage } from './list.pages.js';

/** Of an entry, how somebody has reacted on it. */
type Reacted = ReadonlyMap<string, readonly string[]>;

/** The first page of a list, for all who see the same of it. */
export interface FirstPage extends ListPage {
  readonly pinned: readonly PresentedEntry[];
  /** Whoever has reacted on any of it, and how: for them that is marked. Undefined: they are too many. */
  readonly reacted: ReadonlyMap<string, Reacted> | undefined;
  /** As JSON: what stands before the reader's position and after it. */
  readonly head: string;
  readonly tail: string;
  readonly characters: number;
}

export function firstPage(
  { items, page }: ListPage,
  pinned: readonly PresentedEntry[],
  reacted: FirstPage['reacted'],
): FirstPage {
  const head = `{"items":${JSON.stringify(items)},"page":${JSON.stringify(page)},"meta":{"position":"`;
  const tail = `","pinned":${JSON.stringify(pinned)}}}`;
  return { items, page, pinned, reacted, head, tail, characters: head.length + tail.length };
}

/** With the reactions of this reader marked; for whoever has none it is the same. */
export function ownPage(shared: FirstPage, personId: string | undefined): FirstPage {
  const own = shared.reacted?.get(personId ?? '');
  if (!own) return shared;
  const mark = (entry: PresentedEntry): PresentedEntry => {
    const kinds = own.get(entry.id) ?? [];
    const reactions = entry.reactions.map((reaction) => ({
      ...reaction,
      mine: kinds.includes(reaction.kind),
    }));
    return { ...entry, reactions };
  };
  const page = { items: shared.items.map(mark), page: shared.page };
  return firstPage(page, shared.pinned.map(mark), undefined);
}
