import { checkedVersion } from './projection-tables.js';

/**
 * What came to the tables of a version with audiences. `mention`: a person, or a department; `department_id`: of which
 * department it is part now, null for none.
 */
export function placementTables(version: number): string {
  return `
CREATE TABLE placement_v${checkedVersion(version)} (
  mention text PRIMARY KEY,
  department_id text
);`;
}
