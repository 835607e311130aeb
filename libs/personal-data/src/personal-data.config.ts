import { z } from 'zod';
import { secretUrl } from '#lib/service';
import { keysIn } from './keys/local.key-encryption.js';

const isFile = (value: string): boolean => URL.canParse(value) && new URL(value).protocol === 'file:';
const says =
  'must be keys of 32 bytes in base64, with commas between them, or a file:// URL of a file that holds them';

/**
 * Where the keys of people are, and what they are wrapped by.
 *
 * - `KEY_ENCRYPTION_KEY`: the first one wraps, the others are for keys that were wrapped before it came.
 * - `KEYS_DATABASE_URL`: unset, the database of the app. A database of their own can be backed up apart.
 */
export const personalDataConfig = z.object({
  KEY_ENCRYPTION_KEY: z.string(says).refine((value) => isFile(value) || keysIn(value) !== undefined, says),
  KEYS_DATABASE_URL: secretUrl('postgres:', 'postgresql:').optional(),
});
export type PersonalDataConfig = z.output<typeof personalDataConfig>;
