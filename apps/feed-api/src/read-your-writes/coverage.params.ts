import { z } from 'zod';
import { decodeFeedToken, type EventPlace } from '#lib/envelope';
import { problem } from '#lib/service';

const MOST_TOKENS = 20;
const LONGEST_WAIT_MS = 5_000;
const waitRule = `must be a whole number of milliseconds from 0 to ${LONGEST_WAIT_MS}`;

/** `min`: a `Feed-Token`, or several by the parameter repeated. `wait`: for how long they are waited for. */
export const coverageParams = {
  min: z
    .union([z.string().max(1_500), z.array(z.string().max(1_500)).max(MOST_TOKENS)])
    .transform((given) => [given].flat())
    .optional(),
  wait: z
    .string(waitRule)
    .regex(/^\d{1,4}$/, waitRule)
    .meta({ type: 'integer', minimum: 0, maximum: LONGEST_WAIT_MS, default: 0, pattern: undefined })
    .transform(Number)
    .refine((wait) => wait <= LONGEST_WAIT_MS, waitRule)
    .default(0),
};

/** The events that tokens are of. Throws the problem `feed-token-invalid`. */
export function placesOf(tokens: readonly string[]): EventPlace[] {
  return tokens.map((token) => {
    const place = decodeFeedToken(token);
    if (place) return place;
    const detail = 'is no Feed-Token that a command answered';
    throw problem(400, 'feed-token-invalid', `The parameter min ${detail}.`, [
      { parameter: 'min', code: 'feed-token-invalid', detail },
    ]);
  });
}
