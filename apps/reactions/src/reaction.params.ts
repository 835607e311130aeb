import { z } from 'zod';

/** The same entry however its id is written: else a person could react to it twice. */
export const entryIdSchema = z.uuid('must be a UUID').toLowerCase();

/** What a command on a reaction answers: the version is that of all of the person's reactions to the entry. */
export interface ReactionAnswer {
  readonly entryId: string;
  readonly kind: string;
  readonly version: number;
}
