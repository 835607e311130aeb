import { FeedProblem } from '#lib/client';

/** The server's words; of what did not reach it, none: a browser's differ, and tell nobody anything. */
export function messageOf(error: unknown): string | undefined {
  if (!(error instanceof FeedProblem)) return undefined;
  const faults = error.errors.map(({ parameter, detail }) => `${parameter ?? ''} ${detail}`.trim());
  return faults.length > 0 ? faults.join('; ') : error.detail;
}
