const HOW_TO_SIGN_IN = `Set FEEDCTL_TOKEN to a token of somebody with the role operator:
  for npm start                  export FEEDCTL_TOKEN=$(npm run -s token -- oleg)
  for npm run start:distributed  the same with --dir data/distributed/issuer
  elsewhere                      one of the provider that the apps believe`;

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

/** The headers that say who orders. Throws, with words on how to get one, when there is no token. */
export function signedIn(token = process.env['FEEDCTL_TOKEN']): { authorization: string } {
  if (!token) throw new Error(`FEEDCTL_TOKEN is not set, and nobody is let in without.\n${HOW_TO_SIGN_IN}`);
  return { authorization: `Bearer ${token.trim()}` };
}

/** Asks an app's operator routes. Throws {@link Refused}, or an error that names the address that does not answer. */
export async function ask<Answer>(method: 'GET' | 'POST', url: string, body?: object): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...signedIn(), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    throw new Error(
      `${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  const read = (await answer.json()) as Answer & ProblemBody;
  if (answer.ok) return read;
  const faults = (read.errors ?? []).map((fault) => `${fault.pointer ?? fault.parameter}: ${fault.detail}`);
  const hint = answer.status === 401 || answer.status === 403 ? [HOW_TO_SIGN_IN] : [];
  throw new Refused(
    answer.status,
    read.code,
    [`${read.detail} (${read.code})`, ...faults, ...hint].join('\n'),
  );
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
