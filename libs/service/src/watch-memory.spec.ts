import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryUse, watchMemory } from './watch-memory.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells of memory that stays nearly full, once', () => {
  const use = { heap: 0.9, resident: 0.2 };
  const told = vi.fn<() => void>();
  watchMemory({ everyMs: 100, read: () => use, onNearlyFull: told });
  vi.advanceTimersByTime(200);
  use.heap = 0.5;
  vi.advanceTimersByTime(100);
  use.resident = 0.86;
  vi.advanceTimersByTime(200);
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(told).toHaveBeenCalledOnce();
});

it('measures against the limit that it is given', () => {
  expect(memoryUse(1).resident).toBeGreaterThan(10);
  const unlimited = memoryUse(undefined);
  expect(unlimited.resident).toBeGreaterThan(0);
  expect(unlimited.resident).toBeLessThan(1);
  expect(unlimited.heap).toBeLessThan(1);
});
