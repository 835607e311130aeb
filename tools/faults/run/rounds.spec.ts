import { describe, expect, it } from 'vitest';
import type { Fault } from '../fault.js';
import { roundsOf } from './rounds.js';

const faultOf = (kind: string, weight?: number): Fault => ({
  kind,
  modes: ['distributed'],
  ...(weight !== undefined && { weight }),
  inject: (_, random) => Promise.resolve(random.next()),
});
const faults = [faultOf('kill'), faultOf('cut', 8), faultOf('pause')];

async function drawn(count: number, seed: number): Promise<[kind: string, detail: unknown][][]> {
  const rounds = [...roundsOf(faults, count, seed)];
  return Promise.all(
    rounds.map((round) =>
      Promise.all(
        round.drawn.map(async ({ fault, random }): Promise<[string, unknown]> => [
          fault.kind,
          await fault.inject(undefined as never, random),
        ]),
      ),
    ),
  );
}

describe('the rounds of faults', () => {
  it('are the same for the same seed, with the details of each fault', async () => {
    expect(await drawn(50, 7)).toEqual(await drawn(50, 7));
    expect(await drawn(50, 7)).not.toEqual(await drawn(50, 8));
  });

  it('hold as many faults as were asked for, some of them at once, and never two of a kind at once', async () => {
    for (const count of [0, 1, 2, 50]) expect((await drawn(count, 7)).flat()).toHaveLength(count);
    const rounds = (await drawn(50, 7)).map((round) => round.map(([kind]) => kind));
    expect(new Set(rounds.map(({ length }) => length))).toEqual(new Set([1, 2, 3]));
    for (const kinds of rounds) expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('have heavier faults more often', async () => {
    const kinds = (await drawn(300, 7)).flat().map(([kind]) => kind);
    const times = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
    expect(times('cut')).toBeGreaterThan(1.5 * times('kill'));
    expect(times('pause')).toBeGreaterThan(10);
  });
});
