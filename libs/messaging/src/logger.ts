/** What the adapters log to: Nest's `LoggerService` fits. No message holds a URL, for URLs hold passwords. */
export interface MessagingLogger {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** For whoever does not want to hear. */
export const silentLogger: MessagingLogger = { log: () => {}, warn: () => {}, error: () => {} };
