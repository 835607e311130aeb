import { describe, expect, it } from 'vitest';
import type { Finding } from '../verdict.js';
import { faultRows, type Report, reportText, verdictOf } from './report.js';

const lost: Finding = { check: 'log', verdict: 'lost', what: '/thanks e-1 is not in the log' };
const report: Report = {
  mode: 'distributed',
  seed: 7,
  clients: 8,
  verdict: 'ok',
  findings: [],
  faults: faultRows([
    { kind: 'cut', tookMs: 10, recoveryMs: 900 },
    { kind: 'kill', tookMs: 10, recoveryMs: 1_000 },
    { kind: 'kill', tookMs: 10, recoveryMs: 3_000 },
    { kind: 'kill', tookMs: 10, recoveryMs: 2_000 },
    { kind: 'kill', tookMs: 10 },
    { kind: 'pause', tookMs: 10 },
  ]),
  requests: { accepted: 100, refused: 10, unanswered: 0, sentAgain: 5 },
  failures: {},
  fell: [],
  events: 95,
  settledMs: 1_200,
  tookMs: 60_000,
  dir: 'here',
};

describe('the report', () => {
  it('tells for each kind of fault how often it was, and how long the system needed after it', () => {
    expect(reportText(report).split('\n').slice(0, 4)).toEqual([
      'fault  count  median s  longest s',
      'kill       4       2.0        3.0',
      'cut        1       0.9        0.9',
      'pause      1',
    ]);
    expect(reportText(report)).toContain('verdict, distributed, seed 7: ok');
  });

  it('tells of answers and ends that nobody asked for', () => {
    const text = reportText({
      ...report,
      failures: { '503 database-unavailable': 4 },
      fell: ['thanks (exit code 1)'],
    });
    expect(text).toContain('answers of 5xx: 4 × 503 database-unavailable');
    expect(text).toContain('ended by themselves: thanks (exit code 1)');
  });

  it('counts what was found by its kind, and lists the first of it', () => {
    const findings = [...Array.from({ length: 30 }, () => lost), { ...lost, verdict: 'stuck' as const }];
    const verdict = verdictOf(findings);
    expect(verdict).toBe('30 lost, 1 stuck');
    const text = reportText({ ...report, findings, verdict });
    expect(text).toContain('  lost (log): /thanks e-1 is not in the log\n');
    expect(text).toContain('and 11 more, see report.json');
  });
});
