/** SQL that puts rows of `entry_id`, `kind` and `audience` where followers of a version read what changed. */
export type Tell = (rows: string) => string;
