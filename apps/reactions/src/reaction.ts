import type { ReactionAddedV1, ReactionRemovedV1 } from '#lib/contracts';
import { type Decider, RuleViolation } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type ReactionEvent = EventOf<typeof ReactionAddedV1> | EventOf<typeof ReactionRemovedV1>;

/** One person's reaction of one kind to one entry. */
export type Reaction = DataOf<typeof ReactionAddedV1>;

/** A stream for each person and entry: however many react to an entry, none waits for another. */
export const streamOf = ({ entryId, personId }: Reaction): string => `reaction/${entryId}/${personId}`;

/** The kinds in which a person reacts to an entry. */
export const reactions: Decider<readonly string[], ReactionEvent> = {
  initialState: [],

  evolve(kinds, { type, data }) {
    switch (type) {
      case 'reaction.added.v1':
        return [...kinds, data.kind];
      case 'reaction.removed.v1':
        return kinds.filter((kind) => kind !== data.kind);
    }
  },
};

/** What is there already is no change, as long as there is such a kind. `known`: the kinds there are. */
export function add(kinds: readonly string[], reaction: Reaction, known: readonly string[]): ReactionEvent[] {
  if (!known.includes(reaction.kind)) {
    const text = `There is no reaction ${reaction.kind}, only ${known.join(', ')}.`;
    throw new RuleViolation('reaction-kind-unknown', text);
  }
  return kinds.includes(reaction.kind) ? [] : [{ type: 'reaction.added.v1', data: reaction }];
}

/** What is not there is no change. A kind that there is no more can still be taken back. */
export function remove(kinds: readonly string[], reaction: Reaction): ReactionEvent[] {
  return kinds.includes(reaction.kind) ? [{ type: 'reaction.removed.v1', data: reaction }] : [];
}
