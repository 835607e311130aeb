import { type BenchAnswer, bytesOf, HttpConnection } from '../../core/http-connection.js';
import { quantile } from '../../core/statistics.js';
import type { Figures } from '../../core/step.js';

/** How many have just opened the page, and have nothing of it: one in so many. */
const ONE_IN = 10;
const CONNECTIONS = 32;
export const FIGURE = 'requests/s';

/** Somebody signed in who asks for the homepage again and again, with what they have of it. */
export class HomepageReader {
  private etag = '';
  private again: Buffer;
  readonly anew: Buffer;

  constructor(private readonly headers: Readonly<Record<string, string>>) {
    this.anew = this.again = bytesOf({ method: 'GET', path: '/feed', headers });
  }

  /** With what they have, if anything. */
  get request(): Buffer {
    return this.again;
  }

  take({ status, head }: BenchAnswer): void {
    if (status === 304 && this.etag !== '') return;
    const etag = /\r\netag: (.+)\r\n/i.exec(head)?.[1];
    if (status !== 200 || etag === undefined) throw new Error(`answered ${head}`);
    if (etag === this.etag) return;
    this.etag = etag;
    const headers = { ...this.headers, 'if-none-match': etag };
    this.again = bytesOf({ method: 'GET', path: '/feed', headers });
  }
}

/** All of them in turn, over so many connections. */
export async function readHomepages(
  port: number,
  readers: readonly HomepageReader[],
  seconds: number,
): Promise<Figures> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => HttpConnection.open(port)));
  const tookMs: number[] = [];
  let had = 0;
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let asked = 0;
  const askOn = async (connection: HttpConnection): Promise<void> => {
    for (let at = performance.now(); at < end; at = performance.now()) {
      const n = asked++;
      const reader = readers[n % readers.length]!;
      // Another one of them each time around.
      const isNew = (n + Math.floor(n / readers.length)) % ONE_IN === 0;
      const answer = await connection.ask(isNew ? reader.anew : reader.request);
      reader.take(answer);
      tookMs.push(performance.now() - at);
      if (answer.status === 304) had++;
    }
  };
  try {
    await Promise.all(connections.map(askOn));
  } finally {
    for (const connection of connections) connection.close();
  }
  return {
    [FIGURE]: tookMs.length / ((performance.now() - begun) / 1_000),
    'share of 304': had / tookMs.length,
    'p50 ms': quantile(tookMs, 0.5),
    'p99 ms': quantile(tookMs, 0.99),
  };
}
