/** Remembers which methods each route answers, so that a wrong method can be told from a wrong path. */
export class RouteMethods {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** `url` as fastify writes it: `/employees/:id`, `/docs/*`. */
  add(url: string, method: string | readonly string[]): void {
    this.routes.push({ pattern: patternOf(url), methods: [method].flat() });
  }

  /** Sorted; empty when no route has this path. */
  allowedAt(path: string): string[] {
    const found = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(found)].toSorted();
  }
}

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    return segment.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  });
  return new RegExp(`^${segments.join('/')}$`);
}
