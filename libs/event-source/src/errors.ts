/** The command is about something that was never created. */
export class StreamNotFound extends Error {
  override readonly name = 'StreamNotFound';

  constructor(readonly stream: string) {
    super(`there is no ${stream}`);
  }
}

/** The caller asked for another version than the stream has. */
export class VersionNotMet extends Error {
  override readonly name = 'VersionNotMet';

  constructor(
    readonly asked: number,
    readonly actual: number,
  ) {
    super(`asked for version ${asked}, but it is ${actual}`);
  }
}

/** The source publishes something again already, and is not done with it. */
export class RepublishRunning extends Error {
  override readonly name = 'RepublishRunning';

  constructor() {
    super('something is being published again: wait until it is done');
  }
}
