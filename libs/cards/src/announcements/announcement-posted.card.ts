import { AnnouncementPostedV1 } from '#lib/contracts';
import { link, person, texts } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** The words are the publisher's own. The link is for clients, it is not in the text. */
export const announcementPostedCard = defineCard(AnnouncementPostedV1, {
  text: { en: '{text}', ru: '{text}' },
  actor: 'actor',
  args: ({ text, link: href, actorId }) => ({
    text: texts(text),
    ...(href !== undefined && { link: link(href) }),
    ...(actorId !== undefined && { actor: person(actorId) }),
  }),
  audience: EVERYONE,
  asks: ({ audience }) => audience,
});
