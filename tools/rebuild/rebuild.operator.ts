import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectionReport } from '#lib/read-model';

const DROPPED_AGAIN = 3;

/** A decision that was refused. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Rebuilds over HTTP, as an operator does them: whoever `headers` sign in. */
export class RebuildOperator {
  constructor(
    private readonly address: string,
    private readonly order: { readonly reason: string; readonly headers: Record<string, string> },
  ) {}

  versions(): Promise<ProjectionReport[]> {
    return this.ask('GET', '');
  }

  /** Answers the number of the new version. */
  async start(): Promise<number> {
    return (await this.ask('POST', '')).at(-1)!.version;
  }

  async decide(
    version: number,
    what: 'verify' | 'switch' | 'rollback' | 'drop',
    more: object = {},
  ): Promise<void> {
    for (let again = DROPPED_AGAIN; ; again--) {
      try {
        await this.ask('POST', `/${version}/${what}`, more);
        return;
      } catch (error) {
        // As the answer says: its tables are being read, drop it again.
        if (!(error instanceof Refused && error.code === 'version-in-use' && again > 0)) throw error;
      }
    }
  }

  /** Waits until a version is complete and verified; tells how far it is every second. */
  async verified(
    version: number,
    tell: (report: ProjectionReport) => void = () => {},
  ): Promise<ProjectionReport> {
    for (;;) {
      const report = (await this.versions()).find((candidate) => candidate.version === version)!;
      if (report.failure !== null) throw new Error(report.failure);
      if (report.verification) return report;
      tell(report);
      await sleep(1_000);
    }
  }

  private async ask(method: 'GET' | 'POST', path: string, more?: object): Promise<ProjectionReport[]> {
    const { reason, headers } = this.order;
    const answer = await fetch(`${this.address}/operator/rebuilds${path}`, {
      method,
      headers: { ...headers, ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: JSON.stringify({ reason, ...more }) }),
    });
    const body = (await answer.json()) as { versions: ProjectionReport[]; code: string; detail: string };
    if (!answer.ok) throw new Refused(answer.status, body.code, body.detail);
    return body.versions;
  }
}
