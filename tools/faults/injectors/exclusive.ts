import type { SystemUnderTest } from '../system.js';

const held = new WeakMap<SystemUnderTest, Map<string, Promise<unknown>>>();

/**
 * Runs `work` when no other fault has hold of these parts of the system (processes, servers, wires): a process that one
 * fault has stopped cannot be ended by another one, nor be started by two. In the order of arrival.
 */
export async function exclusively<Result>(
  system: SystemUnderTest,
  parts: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const byPart = held.get(system) ?? new Map<string, Promise<unknown>>();
  held.set(system, byPart);
  const before = parts.flatMap((part) => byPart.get(part) ?? []);
  // All parts are taken in one turn, so two faults never wait for each other.
  const working = Promise.all(before).then(work);
  const over = working.then(
    () => undefined,
    () => undefined,
  );
  for (const part of parts) byPart.set(part, over);
  return working;
}
