import { ThanksGivenV1 } from '#lib/contracts';
import { people, person, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const thanksGivenCard = defineCard(ThanksGivenV1, {
  text: { en: '{from} thanked {recipients}: {message}', ru: '{from} благодарит {recipients}: {message}' },
  actor: 'from',
  subject: 'recipients',
  args: ({ from, to, message }) => ({ from: person(from), recipients: people(to), message: text(message) }),
  audience: EVERYONE,
});
