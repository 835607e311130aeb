/** What there is to say about the packages that run in production. */
export type AuditVerdict =
  | { readonly outcome: 'sound' | 'vulnerable'; readonly lines: readonly string[] }
  | { readonly outcome: 'not-audited'; readonly why: string };

interface Report {
  readonly auditReportVersion?: number;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly severity: string;
  readonly range: string;
  /** Advisories, and names of packages by which it is affected. */
  readonly via: readonly (string | { readonly title?: string; readonly url?: string })[];
}

const TOO_SEVERE = ['high', 'critical'];

/** Of what `npm audit --json` wrote. What is no report of an audit is never taken for a good one. */
export function auditVerdict(written: string): AuditVerdict {
  const report = parsed(written);
  if (report?.auditReportVersion === undefined || report.vulnerabilities === undefined) {
    const why = report?.message ?? report?.error?.summary ?? 'npm audit said nothing that is a report';
    return { outcome: 'not-audited', why };
  }
  const found = Object.entries(report.vulnerabilities);
  const isTooSevere = found.some(([, { severity }]) => TOO_SEVERE.includes(severity));
  return { outcome: isTooSevere ? 'vulnerable' : 'sound', lines: found.map(lineOf) };
}

function parsed(written: string): Report | undefined {
  try {
    return JSON.parse(written) as Report;
  } catch {
    return undefined;
  }
}

function lineOf([name, { severity, range, via }]: [string, Vulnerability]): string {
  const because = via.map((cause) =>
    typeof cause === 'string' ? `by ${cause}` : `${cause.title ?? ''} ${cause.url ?? ''}`.trim(),
  );
  return `${severity}: ${`${name} ${range}`.trim()}: ${because.join('; ')}`;
}
