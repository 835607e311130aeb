import { v7 as uuidv7 } from 'uuid';
import { personOwner } from '#lib/envelope';

const MOST = 32;

/**
 * Ids of people who do not exist yet, whose keys are made: whoever is given one waits for no key. The more are wanted, the more
 * are made at once; those that nobody wanted for `maxAgeMs` are given up, and leave a row that nothing is sealed by.
 */
export class OwnerStock {
  private ids: string[] = [];
  private until = 0;
  private size = 0;
  private filling: Promise<void> | undefined;

  constructor(
    private readonly makeKeys: (owners: readonly string[]) => Promise<void>,
    private readonly maxAgeMs: number,
  ) {}

  async take(): Promise<string> {
    if (performance.now() >= this.until) this.ids = [];
    for (;;) {
      const id = this.ids.pop();
      if (id !== undefined) return id;
      this.filling ??= this.fill().finally(() => (this.filling = undefined));
      await this.filling;
    }
  }

  private async fill(): Promise<void> {
    const wasUsedUp = performance.now() < this.until;
    this.size = wasUsedUp ? Math.min(2 * this.size, MOST) : 1;
    const ids = Array.from({ length: this.size }, () => uuidv7());
    await this.makeKeys(ids.map(personOwner));
    this.ids = ids.toReversed();
    this.until = performance.now() + this.maxAgeMs;
  }
}
