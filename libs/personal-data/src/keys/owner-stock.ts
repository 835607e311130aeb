import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { personOwner } from '#lib/envelope';

const MOST = 128;
const ID_BYTES = 16;
/** From so many on that are made at once, the next ones are made before the last ones are used up. */
const IN_ADVANCE_FROM = 8;

interface Made {
  readonly id: string;
  readonly until: number;
}

/**
 * Ids of people who do not exist yet, whose keys are made: whoever is given one waits for no key. The more are wanted, the more
 * are made at once; those that nobody wanted for `maxAgeMs` are given up, and leave a row that nothing is sealed by.
 */
export class OwnerStock {
  private made: Made[] = [];
  private size = 0;
  private lastUntil = 0;
  private filling: Promise<void> | undefined;

  constructor(
    private readonly makeKeys: (owners: readonly string[]) => Promise<void>,
    private readonly maxAgeMs: number,
  ) {}

  async take(): Promise<string> {
    const now = performance.now();
    while ((this.made.at(-1)?.until ?? Infinity) <= now) this.made.pop();
    for (;;) {
      const next = this.made.pop();
      if (next === undefined) await this.fill();
      else {
        if (this.size >= IN_ADVANCE_FROM && this.made.length < this.size / 2) this.fillInAdvance();
        return next.id;
      }
    }
  }

  private fill(): Promise<void> {
    return (this.filling ??= this.makeMore().finally(() => (this.filling = undefined)));
  }

  /** Should that fail, whoever finds none left hears of it. */
  private fillInAdvance(): void {
    this.fill().catch(() => undefined);
  }

  private async makeMore(): Promise<void> {
    const areWanted = performance.now() < this.lastUntil;
    this.size = areWanted ? Math.min(2 * this.size, MOST) : 1;
    // Drawn at once: that takes as long for many as for one.
    const random = randomBytes(this.size * ID_BYTES);
    const ids = Array.from({ length: this.size }, (_, n) =>
      uuidv7({ random: random.subarray(n * ID_BYTES, (n + 1) * ID_BYTES) }),
    );
    await this.makeKeys(ids.map(personOwner));
    const until = (this.lastUntil = performance.now() + this.maxAgeMs);
    // The oldest are taken first, from the end.
    this.made = [...ids.map((id) => ({ id, until })).toReversed(), ...this.made];
  }
}
