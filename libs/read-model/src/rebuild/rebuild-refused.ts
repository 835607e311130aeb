/** Why nothing was done about a version. Stable. */
export type RebuildRefusal =
  | 'version-unknown'
  | 'rebuild-running'
  | 'version-live'
  | 'version-not-live'
  | 'version-not-ready'
  | 'version-not-verified'
  | 'verification-failed'
  | 'versions-differ'
  | 'nothing-to-roll-back-to'
  | 'version-dropped'
  | 'version-in-use';

/** What was asked for cannot be done, and nothing has changed. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';

  constructor(
    readonly code: RebuildRefusal,
    message: string,
  ) {
    super(message);
  }
}
