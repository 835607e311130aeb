import type { Database, Listener } from '#lib/postgres';
import { CHANGES_CHANNEL } from './statements/consumption.js';

/** After so long a silence it is looked whether the connection still is one. */
const CHECK_AFTER_MS = 500;
/** After so long nothing is taken for granted. */
const SURE_FOR_MS = 1_500;

/**
 * Hears of every commit that may change the feed. Begins when it is first asked, and then says at any time whether
 * something that was read since the last notice is still so. While the connection is away, or silent for longer than it
 * may be, it says no: whoever wants to know asks the database.
 */
export class FeedWatch {
  private listener: Listener | undefined;
  private heardAt = -Infinity;
  private isChecking = false;
  private count = 0;
  private next = Promise.withResolvers<void>();

  constructor(private readonly database: Database) {}

  async onModuleDestroy(): Promise<void> {
    await this.listener?.close();
  }

  /** Rises with every notice. What was read before it rose may not be so any more. */
  get notices(): number {
    return this.count;
  }

  /** Whether every notice is heard. */
  get isSure(): boolean {
    this.listener ??= this.database.listen(CHANGES_CHANNEL, () => this.hear());
    if (!this.listener.isListening) return false;
    const silence = performance.now() - this.heardAt;
    if (silence > CHECK_AFTER_MS && !this.isChecking) void this.check(this.listener);
    return silence <= SURE_FOR_MS;
  }

  /** Resolves at the next notice; at once where not every one is heard. */
  nextNotice(): Promise<void> {
    return this.isSure ? this.next.promise : Promise.resolve();
  }

  private hear(): void {
    this.count++;
    this.next.resolve();
    this.next = Promise.withResolvers();
    this.heardAt = performance.now();
  }

  private async check(listener: Listener): Promise<void> {
    this.isChecking = true;
    const asked = performance.now();
    // Silence for as long as the answer takes is silence too.
    if (await listener.isThere()) this.heardAt = Math.max(this.heardAt, asked);
    this.isChecking = false;
  }
}
