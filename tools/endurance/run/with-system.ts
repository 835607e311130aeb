import type { RunContext } from '../../faults/run/command.js';
import type { SystemUnderTest } from '../../faults/system.js';
import { runSystem } from '../../faults/system/run-system.js';
import type { SystemOptions } from '../../faults/system/system-options.js';

/**
 * Starts a system as users run it, without what faults preload, and ends it after the work. `fell` gets each process that
 * ended although nobody ended it.
 */
export async function withSystem<Result>(
  options: Omit<SystemOptions, 'dir' | 'tell'>,
  { dir, say, onStarted }: RunContext,
  work: (system: SystemUnderTest, fell: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const fell: string[] = [];
  const tell = (name: string, how: string): void => {
    fell.push(`${name} ended by itself: ${how}`);
    say(fell.at(-1)!);
  };
  const environment = { NODE_OPTIONS: '', ...options.environment };
  const running = await runSystem({ ...options, dir, tell, environment });
  onStarted(() => running.stop());
  try {
    say(`the system runs in ${dir}`);
    return await work(running.system, fell);
  } finally {
    await running.stop();
  }
}
