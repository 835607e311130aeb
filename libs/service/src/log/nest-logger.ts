import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** What Nest says about itself as it starts: of use to who debugs the wiring, noise to everybody else. */
const NEST_ITSELF = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Lets Nest, and every `new Logger(context)` of an app, write to the service's log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    // Nest's convention: the context comes last, a stack or an error may come before it.
    const context = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const details = context === undefined ? rest : rest.slice(0, -1);
    const effective = level === 'info' && NEST_ITSELF.has(context ?? '') ? 'debug' : level;
    this.logger[effective](
      { ...(context && { context }), ...fieldsOf([message, ...details]) },
      textOf(message),
    );
  }
}

function fieldsOf(parts: unknown[]): Record<string, unknown> {
  const error = parts.find((part) => part instanceof Error);
  const stack = parts.slice(1).find((part) => typeof part === 'string');
  const fields = parts.filter(
    (part) => typeof part === 'object' && part !== null && !(part instanceof Error),
  );
  return Object.assign({}, ...fields, error && { err: error }, stack !== undefined && { stack }) as Record<
    string,
    unknown
  >;
}

function textOf(message: unknown): string | undefined {
  if (message instanceof Error) return message.message;
  return typeof message === 'object' && message !== null ? undefined : String(message);
}
