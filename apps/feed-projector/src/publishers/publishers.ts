import { maySpeakFor } from '#lib/contracts';

/** A user of the broker and a source that it may publish as; `*` is any, also none. */
export type PublisherPair = readonly [user: string, source: string];

/** Why an event is not believed to be of the source that it names. */
export interface PublisherRefusal {
  readonly reason: string;
  readonly detail: string;
  /** Who has sent it, kept beside the event: it is asked again when the event is replayed. */
  readonly publisher?: string;
}

export const PUBLISHER_NOT_ALLOWED = 'publisher-not-allowed';
const ANY = '*';

/** Who may publish under which source: each user of the broker under its own name, and what is allowed beside that. */
export class Publishers {
  constructor(private readonly more: readonly PublisherPair[]) {}

  /** `user`: as the broker has verified. Undefined when it may. */
  refusalOf(user: string | undefined, source: string): PublisherRefusal | undefined {
    if (user !== undefined && maySpeakFor(user, source)) return undefined;
    const isMeant = ([whom, what]: PublisherPair): boolean =>
      [ANY, user].includes(whom) && [ANY, source].includes(what);
    if (this.more.some(isMeant)) return undefined;
    const who = user === undefined ? 'nobody' : `the user ${user}`;
    return {
      reason: PUBLISHER_NOT_ALLOWED,
      detail: `the broker says that ${who} has published it, who may not publish as ${source}`,
      ...(user !== undefined && { publisher: user }),
    };
  }
}

/** For where there is no broker, and nobody who could be somebody else. */
export const anyPublisher = new Publishers([[ANY, ANY]]);
