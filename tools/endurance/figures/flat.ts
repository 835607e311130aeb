/** What was measured when so much had been done: events, or reconnects. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How much a figure may grow over the part that is looked at: the larger of a share of its median, and a number. */
export interface Bound {
  readonly share: number;
  readonly least: number;
  /** Where that part begins, as a share of the whole. What comes before is warming up. */
  readonly from: number;
}

/** `growth`: by the line of least squares, over the part that is looked at. */
export interface Flatness {
  readonly median: number;
  readonly growth: number;
  readonly allowed: number;
  readonly isFlat: boolean;
}

/**
 * A figure is flat when the line of least squares through what was measured after `from` rises by no more than the bound
 * from its beginning to its end. Single peaks, such as before a garbage collection, move the line little. Fewer than
 * three points are no evidence, and so not flat.
 */
export function flatnessOf(points: readonly Point[], { share, least, from }: Bound): Flatness {
  const [first = 0, last = 0] = [points[0]?.x, points.at(-1)?.x];
  const part = points.filter(({ x }) => x >= first + from * (last - first));
  const median = part.map(({ y }) => y).toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  const growth = slopeOf(part) * ((part.at(-1)?.x ?? 0) - (part[0]?.x ?? 0));
  const allowed = Math.max(share * median, least);
  return { median, growth, allowed, isFlat: part.length >= 3 && growth <= allowed };
}

/** How much a line of least squares rises for each step of `x`; 0 where there is no line. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x0, y0] = [mean(({ x }) => x), mean(({ y }) => y)];
  const width = mean(({ x }) => (x - x0) ** 2);
  return width > 0 ? mean(({ x, y }) => (x - x0) * (y - y0)) / width : 0;
}
