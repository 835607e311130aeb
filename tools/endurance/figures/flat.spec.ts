import { describe, expect, it } from 'vitest';
import { randomOf } from '../../faults/random.js';
import { flatnessOf, type Point, slopeOf } from './flat.js';
import { FILES, heapBound, MEMORY } from './bounds.js';

const MIB = 1024 * 1024;

/** The memory of a process over a million events: it warms up, and saws as garbage comes and goes. */
function memory(bytesAnEvent: number): Point[] {
  const random = randomOf(7);
  return Array.from({ length: 200 }, (_, n) => {
    const x = n * 5_000;
    const warm = 150 * MIB - 60 * MIB * Math.exp(-n / 10);
    return { x, y: warm + 30 * MIB * (random.next() - 0.5) + bytesAnEvent * x };
  });
}

describe('flatness', () => {
  it('is seen through the noise of garbage collection', () => {
    expect(flatnessOf(memory(0), MEMORY)).toMatchObject({ isFlat: true });
    expect(flatnessOf(memory(-60), MEMORY)).toMatchObject({ isFlat: true });
  });

  it('is denied when 60 bytes an event are never given back', () => {
    const found = flatnessOf(memory(60), MEMORY);
    expect(found.isFlat).toBe(false);
    expect(found.growth).toBeGreaterThan(found.allowed);
  });

  it('is denied when one file in 50,000 events stays open', () => {
    const files = (each: number) => memory(0).map(({ x }) => ({ x, y: 40 + Math.floor(x * each) }));
    expect(flatnessOf(files(0), FILES)).toMatchObject({ isFlat: true });
    expect(flatnessOf(files(1 / 50_000), FILES)).toMatchObject({ isFlat: false });
  });

  it('is denied when a kilobyte stays of each of 5,000 reconnects', () => {
    const heap = (each: number) =>
      Array.from({ length: 11 }, (_, n) => ({
        x: n * 500,
        y: 55 * MIB - 3 * MIB * Math.exp(-n) + each * n * 500,
      }));
    expect(flatnessOf(heap(0), heapBound(5_000)).isFlat).toBe(true);
    expect(flatnessOf(heap(1_024), heapBound(5_000)).isFlat).toBe(false);
  });

  it('is not concluded from fewer than three points', () => {
    expect(flatnessOf([], MEMORY).isFlat).toBe(false);
    expect(flatnessOf(memory(0).slice(0, 2), MEMORY).isFlat).toBe(false);
  });
});

it('a line of least squares rises as its points do', () => {
  expect(slopeOf([0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x })))).toBeCloseTo(2);
  expect(slopeOf([{ x: 1, y: 1 }])).toBe(0);
});
