/** An HTTP answer as it came. */
export interface Answer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The first final answer in what has come so far; undefined while it is not whole. `ended`: nothing more will come. */
export function readAnswer(bytes: Buffer, method: string, ended: boolean): Answer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1] ?? 0);
  const rest = bytes.subarray(headEnd + 4);
  if (status >= 100 && status < 200) return readAnswer(rest, method, ended);
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = bodyOf(rest, { status, headers, method, ended });
  return body && { status, headers, body };
}

interface Head {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly method: string;
  readonly ended: boolean;
}

function bodyOf(rest: Buffer, { status, headers, method, ended }: Head): Buffer | undefined {
  if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0);
  const length = headers['content-length'];
  if (length !== undefined)
    return rest.length < Number(length) ? undefined : rest.subarray(0, Number(length));
  if (headers['transfer-encoding'] !== undefined) return rest.includes('0\r\n\r\n') ? rest : undefined;
  return ended ? rest : undefined;
}
