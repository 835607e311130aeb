import type { Evidence, Violation } from './evidence.js';

/** Whether anything waits still. What is parked because of a planted poison has to. */
export function judgeLeftovers({ waiting, planted }: Evidence): Violation[] {
  return waiting
    .filter(({ body }) => !planted.marks.some((mark) => body?.includes(mark)))
    .map(({ place, what }) => ({ verdict: 'stuck', what: `${what} is in ${place}` }));
}
