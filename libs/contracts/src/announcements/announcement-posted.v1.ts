import { z } from 'zod';
import { defineEvent, personal, REMOVED } from '#lib/envelope';
import { audiences, id, prose, webAddress } from '../fields.js';

/** A language tag, `en` or `pt-BR` (RFC 5646, without its rarer parts). */
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, e.g. en or pt-BR');

/**
 * Whatever a system has to say for which there is no event of its own. Any publisher may send it, under a source of its
 * own; see docs/publish.md. `audience` narrows who sees it; without it, everyone.
 */
export const AnnouncementPostedV1 = defineEvent({
  name: 'announcement.posted',
  version: 1,
  schema: z.object({
    /** The same in several languages. Where the reader's is not there, the feed shows English, or else another one. */
    text: personal(
      z
        .record(locale, prose(2000))
        .refine((texts) => Object.keys(texts).length > 0, 'must hold a text in one language at least')
        .refine((texts) => Object.keys(texts).length <= 20, 'must not hold more than 20 languages'),
      { of: 'actorId', alone: true, instead: { en: REMOVED } },
    ),
    link: webAddress.optional(),
    actorId: id.optional(),
    audience: audiences(20).optional(),
  }),
});
