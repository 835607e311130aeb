/** A request before it is written out. Nothing in it need be allowed by HTTP. */
export interface Parts {
  readonly app: string;
  readonly method: string;
  readonly target: string;
  readonly version: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What the caller does when it has written all. */
export type Then = 'waits' | 'says no more' | 'hangs up';

/** Bytes for an app, and what may come of them. */
export interface Request {
  readonly n: number;
  readonly kind: string;
  readonly app: string;
  readonly method: string;
  readonly bytes: Buffer;
  readonly ending: Then;
  /** It is no whole HTTP request, so that a closed connection is an answer, too. */
  readonly mayBeClosed: boolean;
  /** Nobody is signed in by what it has for that, so that it must not be done. */
  readonly isRefused: boolean;
}

/** Written out for the wire. Characters of headers and target are bytes; those that are none are cut to one. */
export function written({ method, target, version, headers, body }: Parts): Buffer {
  const lines = [`${method} ${target} ${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** With other headers in the place of those of these names. */
export function withHeaders(parts: Parts, ...headers: Parts['headers']): Parts {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const others = parts.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...parts, headers: [...others, ...headers] };
}

/** With a body, and the length that it has. */
export function withBody(parts: Parts, body: Buffer): Parts {
  return withHeaders({ ...parts, body }, ['Content-Length', String(body.length)]);
}
