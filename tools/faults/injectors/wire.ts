import { setTimeout as sleep } from 'node:timers/promises';

/** How a wire is. Each alone or together; left out is normal. */
export interface WireCondition {
  /** What everything takes longer, each way. */
  readonly delayMs?: number;
  /** Up to so much more than `delayMs`, drawn for each piece. */
  readonly jitterMs?: number;
  /** Each way of each connection. */
  readonly bytesPerSecond?: number;
  /** Connections are accepted and stay, and nothing passes either way, not even that one end has gone. */
  readonly blackhole?: boolean;
}

/** The present condition, as those who send over it meet it. */
export class Wire {
  private condition: WireCondition = {};
  private whenOpen: Promise<void> = Promise.resolve();
  private reopen: () => void = () => undefined;

  constructor(private readonly random: () => number) {}

  become(condition: WireCondition): void {
    this.condition = condition;
    this.reopen();
    if (condition.blackhole) this.whenOpen = new Promise((resolve) => (this.reopen = resolve));
  }

  /** Resolves when something can pass. */
  async opened(): Promise<void> {
    while (this.condition.blackhole) await this.whenOpen;
  }

  /** How long the next piece takes. */
  latencyMs(): number {
    const { delayMs = 0, jitterMs = 0 } = this.condition;
    return delayMs + jitterMs * this.random();
  }

  /** Resolves when so many bytes are through; sooner when the wire becomes wider meanwhile. */
  async squeeze(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) {
      const { bytesPerSecond } = this.condition;
      if (bytesPerSecond === undefined) return;
      const piece = Math.min(left, Math.ceil(bytesPerSecond / 20));
      await sleep((piece / bytesPerSecond) * 1_000);
      left -= piece;
    }
  }
}
