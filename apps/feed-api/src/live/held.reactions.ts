import type { Change } from '#lib/read-model';

/**
 * Keeps the reactions on one entry from being told more than once in a while: the first is told at once, what follows waits
 * until the while is over. What waits bounds the ids that are given out, so that it is not lost for who leaves meanwhile.
 */
export class HeldReactions {
  private readonly toldAt = new Map<string, number>();
  private readonly waiting = new Map<string, Change>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly everyMs: number,
    private readonly onDue: () => void,
  ) {}

  /** Everything up to here may be taken for told; undefined: nothing waits. */
  get ceiling(): number {
    let ceiling = Infinity;
    for (const { position } of this.waiting.values()) ceiling = Math.min(ceiling, position - 1);
    return ceiling;
  }

  /** Those of the changes that are told now. The others wait. */
  sift(changes: readonly Change[], now = Date.now()): Change[] {
    this.forget(now);
    const otherwise = new Set(changes.filter(({ kind }) => kind !== 'reacted').map(({ entryId }) => entryId));
    const told = changes.filter((change) => {
      const { kind, entryId } = change;
      if (kind !== 'reacted' || entryId === null || otherwise.has(entryId)) return true;
      if (!this.toldAt.has(entryId)) return true;
      const earlier = this.waiting.get(entryId);
      if (!earlier || change.position < earlier.position) this.waiting.set(entryId, change);
      return false;
    });
    this.schedule(now);
    return told;
  }

  /** What has waited long enough; it waits on until {@link done}. */
  due(now = Date.now()): Change[] {
    this.forget(now);
    return [...this.waiting.values()].filter(({ entryId }) => !this.toldAt.has(entryId!));
  }

  /** These were told. */
  done(changes: readonly Change[], due: readonly Change[], now = Date.now()): void {
    for (const { entryId } of due) this.waiting.delete(entryId!);
    for (const { kind, entryId } of [...changes, ...due])
      if (kind === 'reacted' && entryId !== null) this.toldAt.set(entryId, now);
    this.schedule(now);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
    this.toldAt.clear();
  }

  private forget(now: number): void {
    for (const [entryId, at] of this.toldAt) if (at + this.everyMs <= now) this.toldAt.delete(entryId);
  }

  private schedule(now: number): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0) return;
    const times = [...this.waiting.keys()].map((entryId) => (this.toldAt.get(entryId) ?? now) + this.everyMs);
    this.timer = setTimeout(this.onDue, Math.max(0, Math.min(...times) - now));
  }
}
