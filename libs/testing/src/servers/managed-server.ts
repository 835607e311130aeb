/** A server that specs and `start:distributed` use, whoever started it. */
export interface ManagedServer {
  /** False for one that an environment variable points at: only its address is known, and it is left alone. */
  readonly managed: boolean;
  /** Undefined while it does not run, and for one that is not managed. */
  readonly pid: number | undefined;
  /** SIGKILL, and waits until it is gone. What it had on disk stays. Throws {@link NotOurServer}. */
  readonly kill: () => Promise<void>;
  /** On the same data, address and credentials; resolves when it answers. Does nothing while it runs. Throws {@link NotOurServer}. */
  readonly start: () => Promise<void>;
  /** {@link kill}, then {@link start}. */
  readonly restart: () => Promise<void>;
  /** Ends it in good order, or, where that takes long, without loss. Does nothing to one that is not managed. */
  readonly stop: () => Promise<void>;
  /** Ends it as fast as possible with all its helpers, for data that is thrown away. Nothing if it is not managed. */
  readonly dispose: () => Promise<void>;
}

/** The server was not started here, so it cannot be killed or started from here either. */
export class NotOurServer extends Error {
  override readonly name = 'NotOurServer';

  constructor(variable: string) {
    super(
      `${variable} points at a server that was started elsewhere: unset it to have one that can be killed`,
    );
  }
}

/** The part of a {@link ManagedServer} that is the same for every server an environment variable points at. */
export function notManaged(variable: string): ManagedServer {
  const refuse = () => Promise.reject(new NotOurServer(variable));
  const nothing = () => Promise.resolve();
  return {
    managed: false,
    pid: undefined,
    kill: refuse,
    start: refuse,
    restart: refuse,
    stop: nothing,
    dispose: nothing,
  };
}
