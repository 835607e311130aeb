import type { MessagingLogger } from './logger.js';
import { pause } from './pause.js';
import type { SubscribeOptions } from './subscriber.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;

/**
 * What a subscriber does after its handler rejected for the `failures`-th time in a row: wait 0.1 s, doubled for each
 * failure, 30 s at most, then until the handler's own `whenReady` resolves. Rejects when `signal` aborts.
 */
export async function whenReadyAgain(
  options: SubscribeOptions,
  failures: number,
  signal: AbortSignal,
  logger: MessagingLogger,
): Promise<void> {
  for (let attempt = failures; ; attempt++) {
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), signal);
    try {
      return await options.whenReady(signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(`${options.group} is not ready to go on: ${(error as Error).message}`);
    }
  }
}
