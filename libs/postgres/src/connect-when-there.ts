import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { isConnectionError } from './errors.js';

/** Opens the data source, trying again for `timeoutMs` while there is no server to talk to. */
export async function connectWhenThere(
  dataSource: DataSource,
  timeoutMs: number,
  logger: LoggerService,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await dataSource.initialize();
      return;
    } catch (error) {
      if (!isConnectionError(error) || performance.now() > deadline) throw error;
      logger.warn(`the database is not there yet, trying again: ${(error as Error).message}`);
      await sleep(500);
    }
  }
}
