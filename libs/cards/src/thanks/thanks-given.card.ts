import { ThanksGivenV1 } from '#lib/contracts';
import { people, person, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const thanksGivenCard = defineCard(ThanksGivenV1, {
  text: { en: '{from} thanked {recipients}: {message}', ru: '{from} благодарит {recipients}: {message}' },
  actor: 'from',
  subject: 'recipients',
  args: ({ from, to, message }) => ({ from: person(from), recipients: people(to), message: text(message) }),
  group: {
    by: 'recipients',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{recipients} was thanked {count, plural, one {#{plus} time} other {#{plus} times}}, most recently by {from}',
      ru: '{recipients}: {count, plural, one {#{plus} благодарность} few {#{plus} благодарности} many {#{plus} благодарностей} other {#{plus} благодарности}}, последняя от {from}',
    },
  },
  audience: EVERYONE,
});
