import { describe, expect, it } from 'vitest';
import { LowWater } from './low-water.js';

describe('the low-water mark of an outbox part', () => {
  it('stays at the start while a transaction could still commit a lower id', () => {
    const lowWater = new LowWater(0);
    lowWater.passed('100', 0);
    lowWater.passed('200', 30_000);
    expect(lowWater.readFrom(30_001)).toBe('0');
  });

  it('follows once the longest transaction is over', () => {
    const lowWater = new LowWater(0);
    lowWater.passed('100', 0);
    lowWater.passed('200', 30_001);
    expect(lowWater.readFrom(30_002)).toBe('100');
  });

  it('reads from the start once a minute, whatever it believes', () => {
    const lowWater = new LowWater(0);
    lowWater.passed('100', 0);
    lowWater.passed('200', 31_000);
    expect(lowWater.readFrom(59_999)).toBe('100');
    expect(lowWater.readFrom(60_000)).toBe('0');
    expect(lowWater.readFrom(60_001)).toBe('100');
  });
});
