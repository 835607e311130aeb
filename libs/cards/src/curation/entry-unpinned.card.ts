import { EntryUnpinnedV1 } from '#lib/contracts';
import { defineCuration } from '../card.js';

export const entryUnpinnedCard = defineCuration(EntryUnpinnedV1, {
  what: 'pinned',
  isSo: false,
  of: (data) => data,
});
