/** The version of the projection that readers see, and how far it has come. */
export interface FeedPosition {
  readonly version: number;
  /** Differs between projections, also between those of the same version in another database. */
  readonly epoch: string;
  /** Rises with every change, in commit order. */
  readonly position: string;
  /** Of which departments the reader is part now, the closest first, up to the top. */
  readonly departments: readonly string[];
  /** The department that is asked for and all beneath it now, as entries mention them. */
  readonly within: readonly string[];
  /** Entries that stand above the others now, the last that was pinned first; the reader may see some of them. */
  readonly pinned: readonly string[];
  /** There are entries that are meant for the reader by name. */
  readonly hasOwn: boolean;
}

/** Who asks, and for which department. */
export interface PositionQuery {
  readonly personId?: string | undefined;
  readonly department?: string | undefined;
}
