/**
 * SQL that puts rows where followers of a version read what changed. `columns`: those of the rows; `entry_id`, `kind` and
 * `audience` unless told otherwise.
 */
export type Tell = (rows: string, columns?: string) => string;
