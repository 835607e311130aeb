import { z } from 'zod';

/** Anything but spaces and what has no shape of its own; of an empty text its length tells. */
const VISIBLE = /[^\p{Z}\p{C}]|^$/u;

const typed = (max: number, allowed: RegExp) =>
  z
    .string()
    // As Windows and HTML forms send them.
    .overwrite((text) => text.replaceAll(/\r\n?/g, '\n'))
    .trim()
    .min(1)
    .max(max)
    .regex(allowed, 'must not hold control characters')
    .regex(VISIBLE, 'must hold something that can be seen')
    .refine((text) => text.isWellFormed(), 'must not hold half of a character');

/** One line of text that people typed: trimmed, without control characters or text-direction overrides. */
export const line = (max: number) => typed(max, /^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u);

/** Text of several lines that people typed: like {@link line}, with line breaks. */
export const prose = (max: number) => typed(max, /^(?:\n|[^\p{Cc}\u202A-\u202E\u2066-\u2069])*$/u);

/** An id that one of the company's services gave. Opaque; safe in a URL and in a stream's name. */
export const id = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,64}$/, 'must be 1 to 64 of A-Z a-z 0-9 . _ ~ -, and not . or ..');

/** A calendar day, `2026-11-20`. */
export const day = z.iso.date();

const withoutRepeats = <Item extends z.ZodType<string>>(item: Item, max: number) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .refine((given) => new Set(given).size === given.length, 'must not hold the same twice');

/** Several ids, none of them twice. */
export const ids = (max: number) => withoutRepeats(id, max);

/** A group of readers; what each means is said in audience.ts. */
export const audience = z
  .string()
  .regex(
    /^(everyone|(person|role):[A-Za-z0-9._~-]{1,64}|department:[A-Za-z0-9._~-]{1,64}(\/\*)?)$/,
    'must be everyone, or department:<id>, department:<id>/*, person:<id>, role:<name>',
  );

/** Several groups of readers, none of them twice. */
export const audiences = (max: number) => withoutRepeats(audience, max);

/** Where something on the web is. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: z.regexes.hostname })
  .max(2000)
  .regex(/^[^\s\p{C}]+$/u, 'must not hold spaces or control characters');

/** A way to react, e.g. `like`. Which of them there are is configured. */
export const reactionKind = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a-z 0-9 -, beginning with a letter');
