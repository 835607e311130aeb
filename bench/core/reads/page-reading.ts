import { bytesOf, HttpConnection } from '../http-connection.js';
import type { PagePlace } from './places.js';

/** Whoever answers pages: asked for them over so many connections, each time for another one. */
export interface PageSource {
  readonly port: number;
  readonly authorization: string;
  readonly pathOf: (place: PagePlace) => string;
}

export interface PagesRead {
  readonly perSecond: number;
  readonly tookMs: readonly number[];
}

export function requestFor({ authorization, pathOf }: PageSource, place: PagePlace): Buffer {
  return bytesOf({ method: 'GET', path: pathOf(place), headers: { authorization } });
}

/** Each connection asks for another page as soon as it is answered. Throws for what is no full page. */
export async function readPages(
  source: PageSource,
  places: readonly PagePlace[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<PagesRead> {
  const open = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(source.port)));
  const requests = places.map((place) => requestFor(source, place));
  const tookMs: number[] = [];
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  let asked = 0;
  const askOn = async (connection: HttpConnection): Promise<void> => {
    for (let at = performance.now(); at < end; at = performance.now()) {
      const { status, body } = await connection.ask(requests[asked++ % requests.length]!);
      tookMs.push(performance.now() - at);
      if (status !== 200 || body.length < 5_000) throw new Error(`answered ${status} ${body.slice(0, 300)}`);
    }
  };
  try {
    await Promise.all(open.map(askOn));
  } finally {
    for (const connection of open) connection.close();
  }
  return { perSecond: tookMs.length / ((performance.now() - begun) / 1_000), tookMs };
}
