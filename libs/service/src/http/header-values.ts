import type { IncomingMessage } from 'node:http';

/**
 * Each value of a header, as often as it was sent; `name` in small letters. Node's own `headersDistinct` makes lists of all
 * headers of a request.
 */
export function headerValues({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const sent = rawHeaders[at]!;
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[at + 1]!);
  }
  return values;
}
