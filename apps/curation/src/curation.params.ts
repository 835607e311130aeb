import { z } from 'zod';

/** The same entry however its id is written: else what is said of it would be in two streams. */
export const entryIdSchema = z.uuid('must be a UUID').toLowerCase();
