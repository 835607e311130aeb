/** A value that is there at times: whoever needs it waits until it is. */
export class Latch<T> {
  private value: T | undefined;
  private readonly waiting = new Set<(value: T) => void>();

  get current(): T | undefined {
    return this.value;
  }

  /** The value is there (everybody waiting gets it), or with `undefined` no longer. */
  set(value: T | undefined): void {
    this.value = value;
    if (value === undefined) return;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve(value);
  }

  /** Resolves at once or when the value is set. Rejects when `signal` aborts. */
  async wait(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.value !== undefined) return this.value;
    let aborted = (): void => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        aborted = () => {
          this.waiting.delete(resolve);
          reject(signal.reason as Error);
        };
        this.waiting.add(resolve);
        signal.addEventListener('abort', aborted, { once: true });
      });
    } finally {
      // A signal that lives as long as the process would otherwise collect one listener for every wait.
      signal.removeEventListener('abort', aborted);
    }
  }
}
