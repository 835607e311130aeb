/**
 * How far steps go that measure the same at several sizes: `BENCH_UP_TO=10000000 npm run bench -- rebuild size`. Unless it is
 * set, each as far as is over within minutes.
 */
const UP_TO = process.env['BENCH_UP_TO'];

/** Of these sizes, in ascending order, those that are to be measured: the smallest always. */
export function sizesUpTo(usual: number, sizes: readonly number[]): number[] {
  const most = UP_TO === undefined ? usual : Number(UP_TO);
  if (!(most > 0)) throw new Error('BENCH_UP_TO must be a number above 0');
  return sizes.filter((size, n) => n === 0 || size <= most);
}

/** As figures name them: `1M`, `200k`. */
export function nameOf(size: number): string {
  return size >= 1_000_000 ? `${size / 1_000_000}M` : `${size / 1_000}k`;
}
