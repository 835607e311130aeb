import { z } from 'zod';

/** One line of text that people typed: trimmed, without control characters or text-direction overrides. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u, 'must not hold control characters')
    .refine((text) => text.isWellFormed(), 'must not hold half of a character');

/** An id that one of the company's services gave. Opaque; safe in a URL and in a stream's name. */
export const id = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ ~ -, and not . or ..');

/** A calendar day, `2026-11-20`. */
export const day = z.iso.date();
