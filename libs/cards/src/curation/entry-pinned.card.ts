import { EntryPinnedV1 } from '#lib/contracts';
import { defineCuration } from '../card.js';

export const entryPinnedCard = defineCuration(EntryPinnedV1, {
  what: 'pinned',
  isSo: true,
  of: (data) => data,
});
