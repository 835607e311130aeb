/** What the client takes from where it runs. Another one than the default is for tests. */
export interface ClientEnvironment {
  /** Milliseconds, as of `Date.now`. */
  now(): number;
  /** From 0 to 1, as of `Math.random`. */
  random(): number;
  /** Calls back once, unless what it answers is called before. */
  after(ms: number, callback: () => void): () => void;
  /** False when it is certain that there is no network. */
  isOnline(): boolean;
  /**
   * Tells when somebody looks at the page again (`seen`), and when there is a network again (`network`), until what it
   * answers is called.
   */
  onWake(listener: (cause: Wake) => void): () => void;
}

export type Wake = 'seen' | 'network';

interface Target {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** As much of a browser as is used. In Node there is neither a document nor events of the network. */
interface Page extends Partial<Target> {
  readonly document?: Target & { readonly visibilityState: string };
  readonly navigator?: { readonly onLine?: boolean };
}

/** A page in a browser, or a program in Node. */
export function hereAndNow(): ClientEnvironment {
  const page = globalThis as unknown as Page;
  const { document } = page;
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    isOnline: () => page.navigator?.onLine !== false,
    onWake: (listener) => {
      const seen = (): void => {
        if (document?.visibilityState === 'visible') listener('seen');
      };
      const network = (): void => listener('network');
      document?.addEventListener('visibilitychange', seen);
      page.addEventListener?.('online', network);
      return () => {
        document?.removeEventListener('visibilitychange', seen);
        page.removeEventListener?.('online', network);
      };
    },
  };
}
