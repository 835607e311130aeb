/** Asks a source for events of one of its streams once more, by their place in it. */
export interface RepublishRequest {
  /** As in the envelope, e.g. `/employee-registrar`. */
  readonly source: string;
  readonly stream: string;
  /** The first and the last `sequence` that is missing. */
  readonly from: number;
  readonly to: number;
}

/** Gives no more requests to the handler. Idempotent. */
export interface Serving {
  close(): Promise<void>;
}

/**
 * The way from the feed back to the sources. A request may be lost, or come when nobody listens: whoever needs the answer
 * asks again. Nothing that was promised depends on it.
 */
export interface Requests {
  /** Rejects when there is no connection just now. */
  send(request: RepublishRequest): Promise<void>;
  /** Hands every request for a source to `handle`, one after the other; what that rejects is logged. */
  serve(source: string, handle: (request: unknown) => Promise<void>): Serving;
}

/** Nest's injection token of {@link Requests}. */
export const REQUESTS = Symbol('Requests');
