import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const golden = 'libs/contracts/golden';

function git(...args: string[]): string[] {
  const output = execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  return output.split('\n').filter((line) => line !== '');
}

// An unpacked archive has no history to ask, a shallow clone only the end of it.
const hasHistory =
  existsSync(join(root, '.git')) && git('rev-parse', '--is-shallow-repository')[0] === 'false';

it.skipIf(!hasHistory)('golden examples are added, and never changed or removed', () => {
  const changed = ['--diff-filter=MDRT', '--name-status', '--', golden];
  expect(git('log', '--diff-merges=first-parent', '--format=', ...changed)).toEqual([]);
  expect(git('diff', 'HEAD', ...changed)).toEqual([]);
});
