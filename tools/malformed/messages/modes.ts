import { BATCH, type CloudEvent, STRUCTURED } from '#lib/envelope';
import { EVENTS_EXCHANGE } from '#lib/messaging';
import { Raw, toJson } from '../json.js';
import type { Message } from './message.js';

export const MODES = ['structured', 'batch', 'binary', 'binary with colons'] as const;
export type Mode = (typeof MODES)[number];

/** The part of a message that its mode decides. */
export type Content = Pick<Message, 'contentType' | 'headers' | 'body'>;

/** Objects in the place of events, as a publisher sends events, whatever is in them. */
export function contentOf(mode: Mode, events: readonly object[]): Content {
  const subject = String((events[0] as Partial<CloudEvent>).subject ?? `none ${toJson(events[0]).length}`);
  const routed = { subject: subject.slice(0, 200) };
  if (mode === 'structured') return jsonContent(STRUCTURED, events[0], routed);
  if (mode === 'batch') return jsonContent(BATCH, events, routed);
  const { data, datacontenttype: _, ...attributes } = events[0] as CloudEvent;
  const prefix = mode === 'binary' ? 'cloudEvents_' : 'cloudEvents:';
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const named = given.map(([name, value]) => [`${prefix}${name}`, plain(value)]);
  const headers = { ...(Object.fromEntries(named) as object), ...routed };
  return { ...jsonContent('application/json', data, {}), headers };
}

function jsonContent(contentType: string, value: unknown, headers: Message['headers']): Content {
  return { contentType, headers, body: Buffer.from(toJson(value)) };
}

/** As AMQP can carry it: what is only in JSON is text there, and so is half a character another one. */
function plain(value: unknown): unknown {
  if (value instanceof Raw) return value.text;
  return JSON.parse(toJson(value), (_, inner: unknown) => {
    if (typeof inner === 'string') return inner.toWellFormed();
    return typeof inner === 'number' && Math.abs(inner) > Number.MAX_SAFE_INTEGER ? String(inner) : inner;
  });
}

/** A message that is like any other, until something is changed. */
export function messageOf(
  n: number,
  kind: string,
  content: Content,
  changed: Partial<Message> = {},
): Message {
  return {
    n,
    kind,
    exchange: EVENTS_EXCHANGE,
    routingKey: 'malformed',
    mayWait: false,
    again: false,
    ...content,
    ...changed,
  };
}
