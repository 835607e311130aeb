import { expect, it } from 'vitest';
import { type Drain, reportOf, reportText } from './report.js';

const good: Drain = { app: 'thanks', requests: 100, turnedAway: 2, failed: [], code: 0, exitMs: 1_200 };

it('sums up each app, and is ok when nothing failed', () => {
  const report = reportOf([good, { ...good, exitMs: 1_500 }, { ...good, app: 'feed-api' }], []);
  expect(report.violations).toEqual([]);
  expect(report.rows[0]).toEqual({
    app: 'thanks',
    times: 2,
    requests: 200,
    turnedAway: 4,
    failed: 0,
    longestExitMs: 1_500,
  });
  expect(reportText(report)).toContain('verdict: ok');
});

it('tells of each failed request, bad exit and loss', () => {
  const bad = { ...good, failed: ['ECONNRESET'], code: 70, exitMs: 28_001 };
  expect(reportOf([good, bad], ['lost (log): e-1']).violations).toEqual([
    'drain 2, thanks: a request failed with ECONNRESET',
    'drain 2, thanks: exit code 70',
    'drain 2, thanks: it took 28.0 s to exit',
    'lost (log): e-1',
  ]);
});
