/** An event by its place: the stream of a source, and the `sequence` in it. */
export interface EventPlace {
  readonly source: string;
  readonly stream: string;
  readonly sequence: number;
}

const PREFIX = 1;
const MOST_SEQUENCE = 999_999_999_999_999;
/** As sources and subjects of events are. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}]{1,512}$/u;

/**
 * An {@link EventPlace} for callers to carry from a command to the feed: opaque, fit for a header and for a URL. It
 * gives nobody a right: whoever has it may ask whether the feed is that far.
 */
export function encodeFeedToken({ source, stream, sequence }: EventPlace): string {
  const content = [PREFIX, source, stream, sequence];
  return Buffer.from(JSON.stringify([...content, checksum(content)])).toString('base64url');
}

/** Undefined for what {@link encodeFeedToken} has not made. */
export function decodeFeedToken(token: string): EventPlace | undefined {
  const parts = parse(token);
  if (!Array.isArray(parts) || parts.length !== 5) return undefined;
  const [prefix, source, stream, sequence, check] = parts as unknown[];
  if (prefix !== PREFIX || check !== checksum([prefix, source, stream, sequence])) return undefined;
  if (!isLine(source) || !isLine(stream)) return undefined;
  if (!Number.isSafeInteger(sequence) || Number(sequence) < 1 || Number(sequence) > MOST_SEQUENCE)
    return undefined;
  return { source, stream, sequence: Number(sequence) };
}

function isLine(value: unknown): value is string {
  return typeof value === 'string' && ONE_LINE.test(value);
}

/** FNV-1a over what is written: whether a token is whole, not whether it is ours. */
function checksum(content: readonly unknown[]): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(JSON.stringify(content))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
