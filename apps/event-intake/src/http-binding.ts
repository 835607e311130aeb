import { BATCH, cloudEventSchema, isTooDeep, STRUCTURED } from '#lib/envelope';
import type { Fault } from '#lib/service';
import { faultsOf, unstorableTexts } from './event-faults.js';
import { inBody, type IncomingEvent, inHeaders, type Locate } from './incoming-event.js';
import { Refusal } from './refusal.js';

const BATCH_MAX = 100;

/** An HTTP request with its body parsed: a body is JSON here, or there is none. */
export interface EventsRequest {
  /** Becomes the correlation id of events that bring none. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** What may be an event. */
interface Candidate {
  readonly input: unknown;
  readonly at: Locate;
}

/**
 * The events of a request, in the order in which they stand in it. CloudEvents over HTTP
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md) in structured, batch or
 * binary mode; of the data it is not known yet whether it fits a contract. Throws {@link Refusal} with every fault of every
 * event.
 */
export function readEvents(request: EventsRequest): IncomingEvent[] {
  const read = candidatesOf(request).map((candidate) => readEvent(candidate, request.id));
  const faults = read.flatMap((outcome) => ('faults' in outcome ? outcome.faults : []));
  if (faults.length > 0) throw invalid(faults);
  return read.filter((outcome) => 'event' in outcome);
}

function candidatesOf({ headers, body }: EventsRequest): Candidate[] {
  const mediaType = mediaTypeOf(headers);
  if (mediaType === STRUCTURED) return [{ input: withoutNulls(body), at: inBody() }];
  if (mediaType === BATCH)
    return batchOf(body).map((input, n) => ({ input: withoutNulls(input), at: inBody(n) }));
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  if (attributes.length > 0) return [binaryOf(attributes, mediaType, body)];
  throw new Refusal(
    415,
    'content-type-unsupported',
    `This is no CloudEvent: send ${STRUCTURED}, ${BATCH}, or application/json with ce- headers.`,
  );
}

function mediaTypeOf(headers: EventsRequest['headers']): string | undefined {
  const { 'content-type': contentType } = headers;
  return typeof contentType === 'string' ? contentType.split(';')[0]!.trim().toLowerCase() : undefined;
}

function batchOf(body: unknown): unknown[] {
  const place = inBody()([]);
  if (!Array.isArray(body) || body.length === 0)
    throw invalid([{ ...place, code: 'invalid-type', detail: 'must be an array with at least one event' }]);
  if (body.length <= BATCH_MAX) return body;
  const detail = `A batch of ${body.length} events is too large, at most ${BATCH_MAX} are allowed.`;
  throw new Refusal(413, 'batch-too-large', detail, [
    { ...place, code: 'too-big', detail: `must not hold more than ${BATCH_MAX} events` },
  ]);
}

function binaryOf(
  headers: readonly (readonly [string, unknown])[],
  mediaType: string | undefined,
  data: unknown,
): Candidate {
  const faults: Fault[] = [];
  const attributes = headers.map(([header, value]) => {
    const decoded = decodeHeader(String(value));
    if (decoded === undefined) faults.push({ header, code: 'format', detail: 'must be percent-encoded' });
    return [header.slice('ce-'.length), decoded] as const;
  });
  if (faults.length > 0) throw invalid(faults);
  return { input: { ...Object.fromEntries(attributes), datacontenttype: mediaType, data }, at: inHeaders };
}

/** Section 3.1.3.2 of the binding: quotes are taken off, then one round of percent-decoding. */
function decodeHeader(value: string): string | undefined {
  if (/[^\x20-\x7e]/.test(value)) return undefined;
  const unquoted = value.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) =>
    inner.replaceAll(/\\(.)/g, '$1'),
  );
  try {
    return decodeURIComponent(unquoted);
  } catch {
    return undefined;
  }
}

/** In the JSON format of CloudEvents an attribute that is null is one that is not there. */
function withoutNulls(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== null || name === 'data'),
  );
}

function readEvent({ input, at }: Candidate, requestId: string): IncomingEvent | { faults: Fault[] } {
  if (isTooDeep(input)) return { faults: [{ ...at([]), code: 'too-deep', detail: 'is nested too deep' }] };
  if (typeof input === 'object' && input !== null && 'data_base64' in input) {
    const detail = 'is not taken: send JSON, as data';
    return { faults: [{ ...at(['data_base64']), code: 'unsupported', detail }] };
  }
  const parsed = cloudEventSchema.safeParse(input);
  if (!parsed.success) return { faults: faultsOf(parsed.error.issues, input, at) };
  const faults = unstorableTexts(parsed.data, at);
  if (faults.length > 0) return { faults };
  return { event: { ...parsed.data, correlationid: parsed.data.correlationid ?? requestId }, at };
}

function invalid(faults: readonly Fault[]): Refusal {
  const detail = `The request has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`;
  return new Refusal(400, 'request-invalid', detail, faults);
}
