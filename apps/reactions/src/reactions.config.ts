import { z } from 'zod';
import { reactionKind } from '#lib/contracts';
import { sourceConfig } from '#lib/event-source';

const kinds = z
  .string()
  .transform((list): readonly string[] => list.split(',').map((kind) => kind.trim()))
  .superRefine((given, context) => {
    for (const message of faultsIn(given)) context.addIssue({ code: 'custom', message });
  });

export const reactionKindsConfig = z.object({
  /** In the order in which they are offered. One that is taken out can be removed from entries still. */
  REACTION_KINDS: kinds.default(['like', 'fire', 'heart', 'clap', 'party']),
});
export type ReactionKindsConfig = z.output<typeof reactionKindsConfig>;

export const reactionsConfig = sourceConfig.extend(reactionKindsConfig.shape);
export type ReactionsConfig = z.output<typeof reactionsConfig>;

function faultsIn(given: readonly string[]): string[] {
  const malformed = given.flatMap((kind, n) => {
    const { error } = reactionKind.safeParse(kind);
    return error ? [`kind ${n + 1} of ${given.length} ${error.issues[0]?.message}`] : [];
  });
  return new Set(given).size === given.length ? malformed : [...malformed, 'must not hold a kind twice'];
}
