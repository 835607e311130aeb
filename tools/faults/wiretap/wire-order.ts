/** What faults publish says so, and is not judged: they do it out of order on purpose. */
export const PLANTED_APP_ID = 'faults';

/** What was heard at the broker. */
export interface Wire {
  readonly disordered: readonly string[];
  /** How often each event came since nothing was done to the system any more, by source and id. */
  readonly copies: ReadonlyMap<string, number>;
}

/** One event as it came to the broker. */
export interface OnTheWire {
  readonly source: string;
  readonly id: string;
  readonly subject?: string;
  readonly sequence?: number;
}

/**
 * Finds events that came to the broker before the one in front of them in their stream had ever come. Copies are no
 * fault: a relay that ends between a confirm and its delete publishes again. Nor is what was not listened to, so a stream
 * is judged only when all of it was heard, from its first event on, without a break.
 */
export class WireOrder {
  /** What came too early, the id first. */
  readonly disordered: string[] = [];
  private readonly heard = new Map<string, number>();

  /** From here on it is listened to without a break. */
  begin(): void {
    this.heard.clear();
  }

  take({ source, id, subject, sequence }: OnTheWire): void {
    if (subject === undefined || sequence === undefined) return;
    const stream = `${source} ${subject}`;
    const last = sequence === 1 ? (this.heard.get(stream) ?? 0) : this.heard.get(stream);
    if (last === undefined || sequence <= last) return;
    if (sequence > last + 1)
      this.disordered.push(`${id}, number ${sequence} of ${stream}, was published before number ${last + 1}`);
    this.heard.set(stream, sequence);
  }
}
