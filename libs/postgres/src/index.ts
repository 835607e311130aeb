export { Database } from './database.js';
export { type DatabaseOptions, LONGEST_TRANSACTION_MS, type MigrationClass } from './database-options.js';
export { isConnectionError, isDataError, sqlState } from './errors.js';
export { type Session, Transaction } from './session.js';
export { type Statement, statement } from './statement.js';
