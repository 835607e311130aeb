import { spawnSync } from 'node:child_process';
import { auditVerdict } from './audit-verdict.js';

const PATIENCE_MS = 60_000;

/** With it, what cannot be asked is said, and is no failure: for machines that reach no registry. */
const mayBeOffline = process.argv.includes('--if-reachable');

const { stdout } = spawnSync(
  'npm',
  ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=20000'],
  { encoding: 'utf8', timeout: PATIENCE_MS, stdio: ['ignore', 'pipe', 'ignore'] },
);
const verdict = auditVerdict(stdout ?? '');
if (verdict.outcome === 'not-audited') {
  console.error(`NOT AUDITED: the registry could not be asked about known vulnerabilities: ${verdict.why}`);
  console.error(
    'Nothing is known of the packages then, good or bad. Run `npm run audit` where it can be asked.',
  );
  process.exitCode = mayBeOffline ? 0 : 2;
} else {
  for (const line of verdict.lines) console.error(line);
  console.log(`audited: ${verdict.outcome}, ${verdict.lines.length} known vulnerabilities in production`);
  process.exitCode = verdict.outcome === 'vulnerable' ? 1 : 0;
}
