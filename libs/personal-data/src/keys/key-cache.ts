import { eventOf } from '#lib/envelope';
import type { KeyOf } from './data-key.js';

const MOST = 10_000;

/**
 * Keys that were looked up lately. For as long as `maxAgeMs` a process may go on using a key that another one has destroyed;
 * that a key is destroyed holds for ever. The oldest go first. Those of events are few's to read, and not remembered.
 */
export class KeyCache {
  private readonly kept = new Map<string, { readonly key: KeyOf; readonly until: number }>();

  constructor(private readonly maxAgeMs: number) {}

  get(owner: string): KeyOf | undefined {
    const found = this.kept.get(owner);
    return found && found.until > performance.now() ? found.key : undefined;
  }

  keep(owner: string, key: KeyOf): void {
    if (this.maxAgeMs === 0 || (key !== 'destroyed' && eventOf(owner))) return;
    this.kept.delete(owner);
    const until = key === 'destroyed' ? Number.POSITIVE_INFINITY : performance.now() + this.maxAgeMs;
    this.kept.set(owner, { key, until });
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value!);
  }
}
