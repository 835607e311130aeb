import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventPlace } from '#lib/envelope';
import type { Idempotency } from '#lib/event-store';

/** What a caller asked of a command beside its content. */
export interface CommandContext {
  /** The command may come again under this key, and is then answered, not done, again. */
  readonly idempotency?: Idempotency;
  /** The command is only for a stream at this version. */
  readonly ifVersion?: number;
  /** To be told of the last public event of the stream that the command came to, where it has one. */
  readonly onReached?: (place: EventPlace) => void;
}

const storage = new AsyncLocalStorage<CommandContext>();

/** Carries the {@link CommandContext} from the controller to the append, past handlers that need not know of it. */
export const commandContext = {
  run<Result>(context: CommandContext, work: () => Result): Result {
    return storage.run(context, work);
  },
  current(): CommandContext {
    return storage.getStore() ?? {};
  },
};
