/** A command that is well-formed, from somebody who may not give it. Nothing was recorded. `code` is stable. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
