import type { Locale } from '#lib/cards';
import { audiencesOf } from '#lib/contracts';
import type { FeedPageQuery, FeedPosition } from '#lib/read-model';

/** Who asks, and in which language. */
export interface Reader {
  readonly locale: Locale;
  /** Their id, where they are a person. */
  readonly personId?: string;
  /** What they are in the audiences of: the roles of the company, and the groups of its provider. */
  readonly roles: readonly string[];
}

/** A reader as the read model asks for one: where they work is not known before the feed has been asked. */
export function viewOf(
  { personId, roles }: Reader,
  { departments }: Pick<FeedPosition, 'departments'>,
): Pick<FeedPageQuery, 'audiences' | 'reader'> {
  const who = personId === undefined ? {} : { personId };
  return {
    audiences: audiencesOf({ ...who, roles, departments }),
    ...(personId !== undefined && { reader: personId }),
  };
}
