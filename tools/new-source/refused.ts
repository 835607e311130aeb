/** Nothing was changed, and the message says why. */
export class Refused extends Error {}

/** A file does not have the line that an edit goes by. */
export class AnchorMissing extends Error {
  constructor(readonly lookedFor: string) {
    super(`there is no ${lookedFor}`);
  }
}
