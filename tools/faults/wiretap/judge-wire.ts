import type { Evidence, Violation } from '../verdict/evidence.js';

/** A few may come twice after all, where a part of an outbox has just changed hands on a busy machine. */
const TOLERATED = 0.1;

/** Whether relays published each stream in its order, and nothing twice while nobody disturbed them. */
export function judgeWire({ wire }: Pick<Evidence, 'wire'>): Violation[] {
  if (!wire) return [];
  const disordered = wire.disordered.map((what): Violation => ({ verdict: 'disordered', what }));
  const { size } = wire.copies;
  if (size === 0) return [...disordered, { verdict: 'lost', what: 'nothing was heard at the broker' }];
  const twice = [...wire.copies].filter(([, count]) => count > 1);
  if (twice.length <= TOLERATED * size) return disordered;
  const [first] = twice[0]!;
  const what = `${first} and ${twice.length - 1} more of ${size} were published twice, though nobody disturbed their relay`;
  return [...disordered, { verdict: 'doubled', what }];
}
