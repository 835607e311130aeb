import { isUtf8 } from 'node:buffer';
import type { ParkedLine, ParkedMessage, ParkedRow } from '#lib/read-model';

/** The bytes as text where they are UTF-8, else as base64. NUL is in no text that Postgres keeps. */
export interface PresentedBody {
  readonly body: string;
  readonly bodyEncoding: 'utf-8' | 'base64';
}

export function presentBody(body: Buffer): PresentedBody {
  const isText = isUtf8(body) && !body.includes(0);
  return isText
    ? { body: body.toString('utf8'), bodyEncoding: 'utf-8' }
    : { body: body.toString('base64'), bodyEncoding: 'base64' };
}

/** A line of the list. */
export function presentLine({ sequence, ...line }: ParkedLine): Omit<ParkedLine, 'sequence'> & {
  sequence: number | null;
} {
  return { ...line, sequence: sequence === null ? null : Number(sequence) };
}

export type PresentedMessage = ReturnType<typeof presentLine> &
  Pick<ParkedMessage, 'contentType' | 'headers'> &
  PresentedBody;

export function presentMessage({
  body,
  fingerprint: _fingerprint,
  ...message
}: ParkedMessage): PresentedMessage {
  return { ...message, ...presentLine(message), ...presentBody(body) };
}

/** All of a message that will be parked no longer. */
export function presentWhole({ body, ...row }: ParkedRow): object {
  return { ...row, ...presentBody(body) };
}
