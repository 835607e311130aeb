/**
 * Milliseconds that have passed, from a clock that people may set: sleep of the machine counts, and going back does not.
 * (`performance.now` stands still on some systems while the machine sleeps.)
 */
export function awakeClock(now: () => number): () => number {
  let last = now();
  let passed = 0;
  return () => {
    const current = now();
    passed += Math.max(0, current - last);
    last = current;
    return passed;
  };
}
