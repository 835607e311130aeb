/** The value below which this share of the others lies; of an even number the upper one. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export const PERCENTILES = { p50: 0.5, p95: 0.95, p99: 0.99, 'p99.9': 0.999 } as const;

/** Milliseconds as figures: `p50 ms` and so on, with what they are of before them. */
export function latencies(took: readonly number[], of = ''): Record<string, number> {
  const named = Object.entries(PERCENTILES).map(([name, share]) => [
    `${of}${of && ' '}${name} ms`,
    quantile(took, share),
  ]);
  return Object.fromEntries(named) as Record<string, number>;
}
