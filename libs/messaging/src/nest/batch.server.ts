import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Delivery, Subscriber, SubscribeOptions, Subscription } from '../subscriber.js';

/** As for a subscription; the handler is the one that `@EventPattern<string>(group)` marks. */
export type BatchServerOptions = Omit<SubscribeOptions, 'handle'>;

/**
 * Nest's transport for batches: `@EventPattern<string>(group)` gets a `Delivery[]`, and the batch is acknowledged only
 * when the handler has resolved. Whatever it throws rejects the batch, unless an exception filter turns the error into
 * a success: bind none to the handler.
 */
export class BatchServer extends Server implements CustomTransportStrategy {
  /** Tells Nest that somebody observes the handler's failure, so that it is not reported as lost. */
  override readonly propagatesEventHandlerErrors = true;
  private subscribing: Promise<Subscription> | undefined;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly options: BatchServerOptions,
  ) {
    super();
  }

  /** Calls back with an error when there is no handler for the group, or when the subscriber refuses. */
  async listen(callback: (error?: Error) => void): Promise<void> {
    const { group } = this.options;
    if (!this.getHandlerByPattern(group)) {
      callback(new Error(`no controller has a method with @EventPattern<string>('${group}')`));
      return;
    }
    try {
      this.subscribing = this.subscriber.subscribe({
        ...this.options,
        handle: (batch) => this.handle(batch),
      });
      await this.subscribing;
      callback();
    } catch (error) {
      callback(error as Error);
    }
  }

  /** Finishes the batch in hand. Idempotent. */
  async close(): Promise<void> {
    const subscription = await this.subscribing?.catch(() => undefined);
    await subscription?.close();
  }

  /** There are no events to listen to. */
  override on(event: string, _callback: Function): never {
    throw new Error(`a BatchServer has no event ${event}`);
  }

  override unwrap<T>(): T {
    return this.subscriber as T;
  }

  private async handle(batch: readonly Delivery[]): Promise<void> {
    const { group } = this.options;
    const handler = this.getHandlerByPattern(group);
    if (!handler) throw new Error(`the handler of ${group} is gone`);
    try {
      const result: unknown = await handler(batch);
      // Nest hands over an error as an observable that fails, so it must be run to its end.
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw asError(group, error);
    }
  }
}

/** Nest replaces an error by `{ status, message }` and logs the original. */
function asError(group: string, error: unknown): Error {
  if (error instanceof Error) return error;
  const message = (error as { message?: unknown } | undefined)?.message;
  return new Error(`the handler of ${group} failed: ${String(message ?? error)}`, { cause: error });
}
