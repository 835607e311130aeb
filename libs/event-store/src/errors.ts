/** The stream is not at the version that the writer saw: somebody else wrote first. Read again and decide again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';

  /** `expected` 0: it was to be created. */
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(
      expected === 0
        ? `stream ${stream} exists already, at version ${actual}`
        : `stream ${stream} is at version ${actual}, not at ${expected}`,
    );
  }
}

/** Some of these event ids were recorded before, and not together in this stream: an id must be of one event alone. */
export class EventIdTaken extends Error {
  override readonly name = 'EventIdTaken';

  constructor(readonly stream: string) {
    super(`an event id given for stream ${stream} belongs to another event`);
  }
}

/** The idempotency key came before, with another request. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';

  constructor(readonly key: string) {
    super(`the idempotency key ${JSON.stringify(key)} was used for another request`);
  }
}
