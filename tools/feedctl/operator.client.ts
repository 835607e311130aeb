/** What an app refused, in its own words. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Asks an app's operator routes. Throws {@link Refused}, or an error that names the address that does not answer. */
export async function ask<Answer>(method: 'GET' | 'POST', url: string, body?: object): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    throw new Error(
      `${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  const read = (await answer.json()) as Answer & ProblemBody;
  if (answer.ok) return read;
  const faults = (read.errors ?? []).map((fault) => `${fault.pointer ?? fault.parameter}: ${fault.detail}`);
  throw new Refused(answer.status, read.code, [`${read.detail} (${read.code})`, ...faults].join('\n'));
}

interface ProblemBody {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly detail: string;
  }[];
}
