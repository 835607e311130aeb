import type { Random } from '../random.js';

/** People, departments and so on by number: who they are follows from the seed, whether they exist is the system's to know. */
export type Kind = 'employee' | 'department' | 'team' | 'thanks' | 'announcement';

/** A few that all clients work on at once. */
const HOT = 3;

/**
 * What one client believes there is. Each client makes its own, in order; of the others it knows that they do the same at
 * about the same pace. So what it draws depends on the seed alone.
 */
export class World {
  private readonly made = new Map<Kind, number>();

  constructor(
    private readonly seed: number,
    private readonly client: number,
    private readonly clients: number,
    private readonly random: Random,
  ) {}

  /** An id that nobody has used. */
  fresh(kind: Kind): string {
    const n = this.made.get(kind) ?? 0;
    this.made.set(kind, n + 1);
    return this.idOf(kind, this.client, n);
  }

  /** One that exists, probably. */
  some(kind: Kind): string {
    if (this.random.next() < 0.15) return this.hot(kind);
    const most = Math.max(0, (this.made.get(kind) ?? 0) - 1);
    return this.idOf(kind, this.random.int(0, this.clients - 1), this.random.int(0, most));
  }

  /** One that no client has got to yet. */
  future(kind: Kind): string {
    const next = (this.made.get(kind) ?? 0) + this.random.int(1, 10);
    return this.idOf(kind, this.random.int(0, this.clients - 1), next);
  }

  /** One of those that all clients make and change. */
  hot(kind: Kind): string {
    return `${this.seed}-${kind}-hot-${this.random.int(0, HOT - 1)}`;
  }

  private idOf(kind: Kind, client: number, n: number): string {
    return `${this.seed}-${kind}-${client}-${n}`;
  }
}
