import { z } from 'zod';

/** For routes without parameters: one that is there is a fault, as elsewhere, and not ignored. */
export const noParams = z.strictObject({});
