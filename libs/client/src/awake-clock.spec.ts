import { expect, it } from 'vitest';
import { awakeClock } from './awake-clock.js';

it('counts what passes, also in sleep, and not what the clock is set back', () => {
  let time = 1_000_000;
  const clock = awakeClock(() => time);
  const after = (ms: number): number => {
    time += ms;
    return clock();
  };
  expect(after(10)).toBe(10);
  expect(after(3_600_000)).toBe(3_600_010);
  expect(after(-7_200_000)).toBe(3_600_010);
  expect(after(5)).toBe(3_600_015);
});
