import { z } from 'zod';
import { type CloudEvent, toCloudEvent } from './cloud-event.js';

/** What crosses a transport, before anything is known of its content. */
export interface WireMessage {
  readonly contentType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** CloudEvents asks intermediaries to forward 64 KiB at least; larger is refused here, so that every broker takes it. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** A message that is no CloudEvent. `code` is stable; the message says what is wrong and where. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';

  constructor(
    readonly code: 'too-large' | 'content-type-unknown' | 'json-invalid' | 'event-invalid',
    message: string,
  ) {
    super(message);
  }
}

/** The media type of one event. */
export const STRUCTURED = 'application/cloudevents+json';
/** The media type of several. */
export const BATCH = 'application/cloudevents-batch+json';
const BINARY_PREFIX = /^cloudEvents[_:]/;

/** Structured mode: the whole event is the body. Throws {@link MalformedMessage} when it is too large to send. */
export function encodeEvent(event: CloudEvent): WireMessage {
  const sequence = event.sequence === undefined ? {} : { sequence: String(event.sequence) };
  const body = Buffer.from(JSON.stringify({ ...event, ...sequence }));
  refuseTooLarge(body);
  return { contentType: STRUCTURED, headers: {}, body };
}

/**
 * The events of one message, in structured, batch or binary mode. All or nothing: one bad event of a batch throws
 * {@link MalformedMessage} for the message.
 */
export function decodeMessage(message: WireMessage): CloudEvent[] {
  refuseTooLarge(message.body);
  const contentType = message.contentType?.split(';')[0]?.trim().toLowerCase();
  if (contentType === STRUCTURED) return [parseEvent(parseJson(message.body))];
  if (contentType === BATCH) return parseBatch(parseJson(message.body));
  const attributes = binaryAttributes(message.headers);
  if (attributes.specversion !== undefined) return [parseBinary(attributes, contentType, message.body)];
  throw new MalformedMessage(
    'content-type-unknown',
    `content type ${JSON.stringify(message.contentType ?? null)} is none of ${STRUCTURED}, ${BATCH}, and there are no cloudEvents_ headers`,
  );
}

function binaryAttributes(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const attributes = new Map<string, unknown>();
  for (const [header, value] of Object.entries(headers)) {
    if (!BINARY_PREFIX.test(header)) continue;
    const name = header.replace(BINARY_PREFIX, '');
    // The binding knows two spellings. Taking either of two values would be a guess.
    if (attributes.has(name) && attributes.get(name) !== value)
      throw new MalformedMessage('event-invalid', `the attribute ${name} comes twice, with different values`);
    attributes.set(name, value);
  }
  return Object.fromEntries(attributes);
}

function parseBinary(
  attributes: Record<string, unknown>,
  contentType: string | undefined,
  body: Buffer,
): CloudEvent {
  return parseEvent({ ...attributes, datacontenttype: contentType, data: parseJson(body) });
}

function parseBatch(events: unknown): CloudEvent[] {
  if (!Array.isArray(events) || events.length === 0) {
    throw new MalformedMessage('event-invalid', 'a batch must be a JSON array with at least one event');
  }
  return events.map((event, index) => parseEvent(event, `event ${index} of the batch: `));
}

function parseEvent(event: unknown, where = ''): CloudEvent {
  try {
    return toCloudEvent(event);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new MalformedMessage('event-invalid', where + z.prettifyError(error));
  }
}

/** Far beyond what events need, and far below what the stack of this process or of Postgres takes. */
const DEEPEST = 100;

function parseJson(body: Buffer): unknown {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isTooDeep(parsed)) throw new Error(`it is nested more than ${DEEPEST} deep`);
    return parsed;
  } catch (error) {
    throw new MalformedMessage('json-invalid', `the body is no UTF-8 JSON: ${(error as Error).message}`);
  }
}

/** Whether JSON is nested deeper than what any message may hold. */
export function isTooDeep(value: unknown): boolean {
  return isDeeper(value, DEEPEST);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function refuseTooLarge(body: Buffer): void {
  if (body.byteLength <= MAX_MESSAGE_BYTES) return;
  throw new MalformedMessage(
    'too-large',
    `${body.byteLength} bytes, at most ${MAX_MESSAGE_BYTES} are allowed`,
  );
}
