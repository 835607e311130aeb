import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Service } from './create-service.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const;

/** What the process says about its end: to supervisors, and in the runbook. */
export const exitCode = { drained: 0, failed: 1, deadlinePassed: 70, memoryFull: 75 } as const;

/** One Ctrl-C under `npm start` arrives twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/** A start that waits for its database may take longer than a supervisor waits for a stop. */
const START_PATIENCE_MS = 3_000;

interface Timing {
  readonly DRAIN_DELAY_MS: number;
  readonly DRAIN_DEADLINE_MS: number;
}

/**
 * Makes the process end in order: on SIGTERM, SIGINT, SIGHUP or SIGUSR1 (exit 0), and after an exception that nobody
 * caught (exit 1). The service first says that it is not ready and serves on for the delay, then finishes and closes.
 * Past the deadline the process exits 70, and at a second signal at once, with 128 + the signal's number. What it returns stops the
 * process in the same order for any other reason.
 */
export function stopWhenTold(
  starting: Promise<Service>,
  logger: Logger,
  timing: Timing,
): (code: number) => void {
  let stopping = false;
  const stop = (code: number): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      logger.fatal('not drained before the deadline');
      process.exit(exitCode.deadlinePassed);
    }, timing.DRAIN_DEADLINE_MS);
    void drain(starting, logger, timing.DRAIN_DELAY_MS).then((drained) =>
      process.exit(drained ? code : exitCode.failed),
    );
  };

  let signalledAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const isFirst = signalledAt === undefined;
    if (!isFirst && performance.now() - (signalledAt ?? 0) > SAME_SIGNAL_MS) {
      logger.fatal({ signal }, 'told again: exiting at once');
      process.exit(128 + constants.signals[signal]);
    }
    if (!isFirst) return;
    signalledAt = performance.now();
    logger.info({ signal }, 'draining');
    stop(exitCode.drained);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);

  const onUncaught = (err: unknown): void => {
    logger.fatal({ err }, 'uncaught: draining');
    stop(exitCode.failed);
  };
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  return stop;
}

/** False when it could not be closed properly. One that is still starting is given a little time to close after that. */
async function drain(starting: Promise<Service>, logger: Logger, delayMs: number): Promise<boolean> {
  try {
    const wasServing = await Promise.race([starting.then(() => true), delay(0, false)]);
    const service = await Promise.race([starting, delay(START_PATIENCE_MS)]);
    if (!service) {
      logger.warn('told to stop before it had started: nothing was accepted yet');
      return true;
    }
    service.startDraining();
    // Nobody has been sent to a service that never was ready.
    if (wasServing) await delay(delayMs);
    await service.close();
    logger.info('drained');
    return true;
  } catch (err) {
    logger.fatal({ err }, 'not closed properly');
    return false;
  }
}
