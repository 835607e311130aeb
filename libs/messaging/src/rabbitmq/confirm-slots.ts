/** At most `max` messages without a confirm; further ones wait their turn, first come first served. */
export class ConfirmSlots {
  private taken = 0;
  private waiting: { go: () => void; stop: (reason: Error) => void }[] = [];
  private idleListeners: (() => void)[] = [];

  constructor(private readonly max: number) {}

  /** Resolves when a slot is taken; it must be given back. Rejects when {@link rejectWaiting} comes first. */
  async take(): Promise<void> {
    if (this.taken < this.max) {
      this.taken++;
      return;
    }
    await new Promise<void>((go, stop) => this.waiting.push({ go, stop }));
  }

  giveBack(): void {
    const next = this.waiting.shift();
    if (next) return next.go();
    this.taken--;
    if (this.taken > 0) return;
    for (const listener of this.idleListeners.splice(0)) listener();
  }

  rejectWaiting(reason: Error): void {
    for (const { stop } of this.waiting.splice(0)) stop(reason);
  }

  /** Resolves when no slot is taken. */
  async whenIdle(): Promise<void> {
    if (this.taken > 0) await new Promise<void>((resolve) => this.idleListeners.push(resolve));
  }
}
