import type { Fault } from '#lib/service';

/** Why nothing of a request was accepted. `faults` says where in it; the answer lists no more than the first hundred. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message);
  }
}
