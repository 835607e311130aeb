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
