import type { Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';

/** The name of one process of an app: `<app>` or, where there is another replica, `<app>-2`. */
export function anyReplica(system: SystemUnderTest, app: string, random: Random): string {
  return random.pick(system.apps.filter((name) => name.replace(/-\d+$/, '') === app));
}
