import { describe, expect, it } from 'vitest';
import type { SystemUnderTest } from '../system.js';
import { exclusively } from './exclusive.js';

const system = () => ({}) as SystemUnderTest;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('faults that concern the same part of the system', () => {
  it('wait for each other, in the order in which they came, also behind one that failed', async () => {
    const said: string[] = [];
    const one = system();
    const work = (name: string) => async () => {
      said.push(`${name} begins`);
      await turn();
      said.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };
    const first = exclusively(one, ['x', 'y'], work('a'));
    const second = exclusively(one, ['y', 'z'], work('b'));
    const third = exclusively(one, ['z', 'x'], work('c'));
    await expect(first).rejects.toThrow('a failed');
    await Promise.all([second, third]);
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('go side by side where they concern different parts, or different systems', async () => {
    const one = system();
    let begun = 0;
    const all = [
      exclusively(one, ['x'], async () => void (begun++, await turn())),
      exclusively(one, ['y'], async () => void (begun++, await turn())),
      exclusively(system(), ['x'], async () => void (begun++, await turn())),
    ];
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(3);
    await Promise.all(all);
  });
});
