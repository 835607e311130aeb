import type { EntryHiddenV1, EntryPinnedV1, EntryShownV1, EntryUnpinnedV1 } from '#lib/contracts';
import type { Decider } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type CurationEvent =
  | EventOf<typeof EntryHiddenV1>
  | EventOf<typeof EntryShownV1>
  | EventOf<typeof EntryPinnedV1>
  | EventOf<typeof EntryUnpinnedV1>;

/** Which entry, and whose word it is. */
export type Word = DataOf<typeof EntryShownV1>;

/** What editors have said of one entry. */
export interface Curated {
  readonly isHidden: boolean;
  /** `until`: undefined is for good. */
  readonly pinned?: { readonly until: string | undefined };
}

/** A stream for each entry. Whether there is one nobody asks: it may be on its way. */
export const streamOf = (entryId: string): string => `curation/${entryId}`;

export const curation: Decider<Curated, CurationEvent> = {
  initialState: { isHidden: false },

  evolve({ isHidden, pinned }, event) {
    switch (event.type) {
      case 'entry.hidden.v1':
        return { isHidden: true, ...(pinned && { pinned }) };
      case 'entry.shown.v1':
        return { isHidden: false, ...(pinned && { pinned }) };
      case 'entry.pinned.v1':
        return { isHidden, pinned: { until: event.data.until } };
      case 'entry.unpinned.v1':
        return { isHidden };
    }
  },
};

/** What is hidden already is no change, whatever the reason is now. */
export function hide({ isHidden }: Curated, data: Word & { readonly reason: string }): CurationEvent[] {
  return isHidden ? [] : [{ type: 'entry.hidden.v1', data }];
}

export function show({ isHidden }: Curated, data: Word): CurationEvent[] {
  return isHidden ? [{ type: 'entry.shown.v1', data }] : [];
}

/** Until another time is a change. */
export function pin({ pinned }: Curated, word: Word, until?: string): CurationEvent[] {
  if (pinned && pinned.until === until) return [];
  return [{ type: 'entry.pinned.v1', data: { ...word, ...(until !== undefined && { until }) } }];
}

export function unpin({ pinned }: Curated, data: Word): CurationEvent[] {
  return pinned ? [{ type: 'entry.unpinned.v1', data }] : [];
}
