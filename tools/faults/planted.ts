import type { CloudEvent } from '#lib/envelope';

/** What faults put into the system on purpose, so that the verdict knows of it. */
export class Planted {
  readonly events: CloudEvent[] = [];
  readonly marks: string[] = [];

  /** A sound event that was published past the sources. It has to be in the log once, and in its stream's order. */
  event(event: CloudEvent): void {
    this.events.push(event);
  }

  /**
   * A message that cannot be applied. It has to be parked, and must not be in the log. `mark` is a text that occurs in its
   * body and in no other message, except in those behind it in its stream: these are parked with it.
   */
  poison(mark: string): void {
    this.marks.push(mark);
  }
}
