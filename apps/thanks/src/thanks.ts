import type { ThanksGivenV1, ThanksTakenBackV1 } from '#lib/contracts';
import { type Decider, NotAllowed, RuleViolation } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type ThanksEvent = EventOf<typeof ThanksGivenV1> | EventOf<typeof ThanksTakenBackV1>;

type Given = DataOf<typeof ThanksGivenV1>;

export interface Thanks extends Given {
  readonly takenBack: boolean;
}

export const streamOf = (thanksId: string): string => `thanks/${thanksId}`;

export const thanks: Decider<Thanks, ThanksEvent> = {
  initialState: { thanksId: '', from: '', to: [], message: '', takenBack: false },

  evolve(state, event) {
    switch (event.type) {
      case 'thanks.given.v1':
        return { ...event.data, takenBack: false };
      case 'thanks.taken-back.v1':
        return { ...state, takenBack: true };
    }
  },
};

/** To anybody else, also to people whose hire this source could not know of: nobody is looked up. */
export function give(details: Given, giver: string): ThanksEvent[] {
  if (details.from !== giver) throw new NotAllowed('not-yourself', 'Nobody can thank in the name of others.');
  if (details.to.includes(details.from)) {
    throw new RuleViolation('thanks-oneself', 'Nobody can thank themselves.');
  }
  return [{ type: 'thanks.given.v1', data: details }];
}

/** For the giver, and for editors. What was taken back already is no change. */
export function takeBack(
  { thanksId, from, takenBack }: Thanks,
  by: { personId: string; isEditor: boolean },
): ThanksEvent[] {
  if (from !== by.personId && !by.isEditor)
    throw new NotAllowed('not-yours', 'Only who gave it, and editors, can take it back.');
  return takenBack ? [] : [{ type: 'thanks.taken-back.v1', data: { thanksId } }];
}
