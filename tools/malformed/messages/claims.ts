import { BATCH, STRUCTURED } from '#lib/envelope';
import type { Message } from './message.js';

/** An event that a message says it holds, sound or not. */
export interface Claim {
  readonly source: string;
  readonly id: string;
  /** What makes it this event and no other, as {@link contentKey} writes it. */
  readonly content: string;
}

/** The events of a message, read without the rules of the feed. None of what cannot have a name in a database. */
export function claimsOf({ contentType, headers, body }: Message): Claim[] {
  const mediaType = contentType?.split(';')[0]!.trim().toLowerCase();
  const isJsonEvent = mediaType === STRUCTURED || mediaType === BATCH;
  const events = isJsonEvent ? [parsed(body)].flat() : [binary(headers, body)];
  const claims = events.flatMap((event) => claimOf(event) ?? []);
  return [...new Map(claims.map((claim) => [JSON.stringify(claim), claim])).values()];
}

/** The same for two events that say the same, as they came or as they are stored. */
export function contentKey(event: object): string {
  const { type, subject, sequence, time, data } = event as Record<string, unknown>;
  const place = typeof sequence === 'string' && /^\d{1,15}$/.test(sequence) ? Number(sequence) : sequence;
  // As JSON once more: numbers beyond all bounds are null in it, and there is no -0.
  const written = JSON.parse(JSON.stringify([type, subject, place, time, data ?? null])) as unknown;
  return JSON.stringify(written, (_, value: unknown) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
}

function claimOf(event: unknown): Claim | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  const { source, id } = event as { source?: unknown; id?: unknown };
  if (!isName(source) || !isName(id)) return undefined;
  try {
    return { source, id, content: contentKey(event) };
  } catch {
    // Deeper than JSON can be written, and so than any event may be.
    return undefined;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

function binary(headers: Message['headers'], body: Buffer): unknown {
  const attributes = Object.entries(headers).flatMap(([name, value]) => {
    const attribute = /^cloudEvents[_:](.*)$/s.exec(name)?.[1];
    return attribute === undefined ? [] : [[attribute, value] as const];
  });
  return { ...Object.fromEntries(attributes), data: parsed(body) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
