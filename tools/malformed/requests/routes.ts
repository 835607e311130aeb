/** One thing that an app answers. */
export interface Route {
  readonly app: string;
  readonly method: string;
  /** With its parameters in braces, `/employees/{id}`. */
  readonly path: string;
  /** Members of its body, where it has one: whether they are needed, and what they are. */
  readonly members: Readonly<Record<string, Member>>;
}

/** As much of a JSON schema as it takes to make a value. */
export interface Member {
  readonly type?: string;
  readonly format?: string;
  readonly items?: Member;
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly responses?: Readonly<Record<string, { readonly content?: object }>>;
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: { readonly properties?: Route['members'] } }>
    >;
  };
}

/** Also those of the operator, which no document describes. What they ask for lacks a reason, so nothing is ordered. */
const UNDESCRIBED: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/health/live'],
  ['GET', '/health/ready'],
  ['GET', '/metrics'],
  ['GET', '/docs'],
  ['GET', '/docs-json'],
];
const OF_THE_PROJECTOR: typeof UNDESCRIBED = [
  ['GET', '/operator/status'],
  ['GET', '/operator/events/{id}'],
  ['GET', '/operator/parked'],
  ['GET', '/operator/parked/{number}'],
  ['POST', '/operator/parked/replay'],
  ['POST', '/operator/parked/{number}/skip'],
  ['GET', '/operator/rebuilds'],
  ['POST', '/operator/rebuilds'],
  ['POST', '/operator/rebuilds/{number}/verify'],
  ['POST', '/operator/rebuilds/{number}/switch'],
  ['POST', '/operator/rebuilds/{number}/rollback'],
  ['POST', '/operator/rebuilds/{number}/drop'],
];
const ofSource = (app: string): typeof UNDESCRIBED => [
  ['GET', `/operator/sources/${app}/outbox`],
  ['GET', `/operator/sources/${app}/events/{id}`],
  ['GET', `/operator/sources/${app}/republish`],
  ['POST', `/operator/sources/${app}/republish`],
];

/** What every app answers: by its own document, and by the operator's routes. */
export async function routesOf(apps: readonly string[], url: (app: string) => string): Promise<Route[]> {
  const routes = await Promise.all(
    apps.map(async (app) => {
      const answer = await fetch(`${url(app)}/docs-json`);
      if (!answer.ok) throw new Error(`${app} does not describe itself: ${answer.status}`);
      return [...described(app, (await answer.json()) as Described), ...undescribed(app)];
    }),
  );
  return routes.flat();
}

function described(app: string, { paths }: Described): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(isAnswered)
      .map(([method, { requestBody }]) => ({
        app,
        method: method.toUpperCase(),
        path,
        members: requestBody?.content['application/json']?.schema.properties ?? {},
      })),
  );
}

/** Not an answer that only ends when its reader does. */
function isAnswered([, { responses = {} }]: readonly [string, Operation]): boolean {
  return !Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);
}

function undescribed(app: string): Route[] {
  const own = app === 'feed-projector' ? OF_THE_PROJECTOR : ofSource(app);
  return [...UNDESCRIBED, ...own].map(([method, path]) => ({ app, method, path, members: {} }));
}
