/** How a request ended: answered, or with an error's code. */
export type Ending = { readonly status: number } | { readonly error: string };

/** What was known of the instance when the request ended. */
export interface Standing {
  /** Its readiness had been seen to fall. */
  readonly unready: boolean;
  /** It serves on for a while after its readiness has fallen, so that there is something to be seen. */
  readonly lingers: boolean;
}

/** `ok`; `turned away`, in a way that tells the client to go elsewhere; or why it failed. */
export type Outcome = 'ok' | 'turned away' | { readonly failed: string };

/**
 * A refusal by 4xx is an answer like any other. 503 is fair once readiness has fallen. A refused connection is fair only
 * of an instance that does not linger: nothing was begun then. Whatever was cut is never fair.
 */
export function outcomeOf(ending: Ending, { unready, lingers }: Standing): Outcome {
  if ('error' in ending)
    return ending.error === 'ECONNREFUSED' && !lingers ? 'turned away' : { failed: ending.error };
  if (ending.status < 500) return 'ok';
  return ending.status === 503 && unready ? 'turned away' : { failed: String(ending.status) };
}

/** The code of what `fetch` rejects with, which wraps it. */
export function codeOf(error: unknown): string {
  const { name, cause } = error as Error;
  const { code, name: causeName } = (cause ?? {}) as { code?: string; name?: string };
  return code ?? causeName ?? name;
}
