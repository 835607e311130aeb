import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What belongs to one request, or to one message that is consumed. */
export interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

const ACCEPTED_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's id if it is one line of harmless characters, else a new one: it is logged, echoed and passed on. */
export function requestIdFrom(offered: unknown): string {
  return typeof offered === 'string' && ACCEPTED_ID.test(offered) ? offered : randomUUID();
}

/** The context of the work that is going on. It follows promises, timers and callbacks, and is never shared. */
export const requestContext = {
  /** Runs `work`, and all that it starts, on behalf of one request. */
  run<Result>(context: RequestContext, work: () => Result): Result {
    return storage.run(context, work);
  },

  current(): RequestContext | undefined {
    return storage.getStore();
  },
};

/** The id to log, and to hand on to whatever is called or published. Undefined outside of a request. */
export function currentRequestId(): string | undefined {
  return storage.getStore()?.requestId;
}
