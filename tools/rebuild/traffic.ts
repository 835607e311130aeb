/** What readers and hirers saw. */
export interface TrafficReport {
  readonly reads: number;
  readonly hires: number;
  /** Status and beginning of each answer that was none. */
  readonly failures: readonly string[];
  /** Milliseconds that pages took. */
  readonly p50: number;
  readonly p99: number;
}

/** Readers that turn pages, and somebody who hires, until they are told to stop. */
export class Traffic {
  private readonly failures: string[] = [];
  private readonly times: number[] = [];
  private readonly hired: string[] = [];
  private stopping = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly address: string,
    /** Who all of them are. */
    private readonly headers: Record<string, string>,
    { readers, hirers }: { readonly readers: number; readonly hirers: number },
  ) {
    this.running = [
      ...Array.from({ length: readers }, () => this.repeat(() => this.turnPages())),
      ...Array.from({ length: hirers }, () => this.repeat(() => this.hire())),
    ];
  }

  /** Ids of those who were hired and answered. */
  get people(): readonly string[] {
    return this.hired;
  }

  async stop(): Promise<TrafficReport> {
    this.stopping = true;
    await Promise.all(this.running);
    const sorted = this.times.toSorted((a, b) => a - b);
    const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
    const { failures, times, hired } = this;
    return { reads: times.length, hires: hired.length, failures, p50: at(0.5), p99: at(0.99) };
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    while (!this.stopping) {
      await work().catch((error: Error) => this.failures.push(`${error.name}: ${error.message}`));
    }
  }

  /** Ten pages deep, from the newest on. */
  private async turnPages(): Promise<void> {
    let after: string | null = null;
    for (let page = 0; page < 10 && !this.stopping; page++) {
      const query: string = after === null ? '' : `?after=${encodeURIComponent(after)}`;
      const begun = performance.now();
      const answer = await fetch(`${this.address}/feed${query}`, { headers: this.headers });
      const text = await answer.text();
      this.times.push(performance.now() - begun);
      if (!answer.ok) return void this.failures.push(`GET /feed ${answer.status} ${text.slice(0, 300)}`);
      after = (JSON.parse(text) as { page: { next: string | null } }).page.next;
    }
  }

  private async hire(): Promise<void> {
    const answer = await fetch(`${this.address}/employees`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Newcomer ${this.hired.length}`, position: 'Engineer' }),
    });
    const text = await answer.text();
    if (answer.ok) this.hired.push((JSON.parse(text) as { id: string }).id);
    else this.failures.push(`POST /employees ${answer.status} ${text.slice(0, 300)}`);
  }
}
