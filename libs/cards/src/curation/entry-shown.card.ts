import { EntryShownV1 } from '#lib/contracts';
import { defineCuration } from '../card.js';

export const entryShownCard = defineCuration(EntryShownV1, {
  what: 'hidden',
  isSo: false,
  of: (data) => data,
});
