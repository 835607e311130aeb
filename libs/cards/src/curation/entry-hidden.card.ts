import { EntryHiddenV1 } from '#lib/contracts';
import { defineCuration } from '../card.js';

export const entryHiddenCard = defineCuration(EntryHiddenV1, {
  what: 'hidden',
  isSo: true,
  of: (data) => data,
});
