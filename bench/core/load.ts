import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchAnswer, type HttpConnection } from './http-connection.js';

/** What is asked for the n-th time. */
export type Asked = (n: number) => Buffer;

/** Throws for an answer that is not what was asked for. */
export type Check = (answer: BenchAnswer) => void;

export function hasStatus(status: number): Check {
  return (answer) => {
    if (answer.status !== status) throw new Error(`answered ${answer.status} ${answer.body.slice(0, 300)}`);
  };
}

/** Each connection asks again as soon as it is answered. Answers how many answers a second came. */
export async function closedLoop(
  connections: readonly HttpConnection[],
  seconds: number,
  asked: Asked,
  check: Check,
): Promise<{ perSecond: number; answered: number }> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  let sent = 0;
  let answered = 0;
  const askOn = async (connection: HttpConnection): Promise<void> => {
    while (performance.now() < end) {
      check(await connection.ask(asked(sent++)));
      answered++;
    }
  };
  await Promise.all(connections.map(askOn));
  return { perSecond: answered / ((performance.now() - begun) / 1000), answered };
}

/**
 * Asks at a constant rate, whether answers come or not, and answers how long each took from when it should have been asked:
 * who waits for a slow server before asking again does not see how slow it is (coordinated omission).
 */
export async function openLoop(
  connections: readonly HttpConnection[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
  ask: (connection: HttpConnection, n: number) => Promise<void>,
): Promise<number[]> {
  const free = [...connections];
  const due: number[] = [];
  const took: number[] = [];
  const asked: Promise<void>[] = [];
  const next = (): void => {
    while (free.length > 0 && due.length > 0) {
      const one = answer(free.pop()!, due.shift()!);
      // It is awaited below, when all have been asked.
      one.catch(() => undefined);
      asked.push(one);
    }
  };
  const answer = async (connection: HttpConnection, at: number): Promise<void> => {
    await ask(connection, asked.length);
    took.push(performance.now() - at);
    free.push(connection);
    next();
  };
  const begun = performance.now();
  const count = Math.round(perSecond * seconds);
  for (let n = 0; n < count;) {
    const now = performance.now();
    for (; n < count && begun + (n * 1000) / perSecond <= now; n++) due.push(begun + (n * 1000) / perSecond);
    next();
    await sleep(1);
  }
  for (let n = 0; n < count; n++) {
    while (asked[n] === undefined) await sleep(1);
    await asked[n];
  }
  return took;
}
