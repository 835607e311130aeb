export { Database } from './database.js';
export { type DatabaseOptions, LONGEST_TRANSACTION_MS, type MigrationClass } from './database-options.js';
export { constraintOf, isCancelled, isConflict, isConnectionError, isDataError, sqlState } from './errors.js';
export type { Listener } from './listener.js';
export { type Session, Transaction } from './session.js';
export { type Statement, statement } from './statement.js';
export { Together } from './together.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres.js';
export {
  type DataFolderLock,
  DataFolderInUse,
  type LockOptions,
  lockDataFolder,
} from './embedded/data-folder-lock.js';
export { freePort, isPortFree } from './embedded/free-port.js';
export { isProcessAlive } from './embedded/process-alive.js';
