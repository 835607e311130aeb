import type { Fault } from '../fault.js';
import { bindingFaults } from './bindings.js';
import { clockFaults } from './clocks.js';
import { deliveryFaults } from './deliveries.js';
import { fullDiskFaults } from './full-disk.js';
import { partitionFaults } from './partitions.js';
import { pauseFaults } from './pauses.js';
import { poisonFaults } from './poison.js';
import { processFaults } from './processes.js';
import { serverFaults } from './servers.js';
import { sessionFaults } from './sessions.js';
import { stormFaults } from './storms.js';
import { transactionFaults } from './transactions.js';
import { wireFaults } from './wires.js';

/** Every kind of fault there is. */
export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...pauseFaults,
  ...serverFaults,
  ...wireFaults,
  ...sessionFaults,
  ...transactionFaults,
  ...fullDiskFaults,
  ...deliveryFaults,
  ...bindingFaults,
  ...partitionFaults,
  ...poisonFaults,
  ...clockFaults,
  ...stormFaults,
];
