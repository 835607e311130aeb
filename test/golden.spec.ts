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

// An unpacked archive has no history to ask.
it.skipIf(!existsSync(join(root, '.git')))('golden examples are added, and never changed or removed', () => {
  const changed = ['--diff-filter=MDRT', '--name-status', '--', golden];
  expect(git('log', '--format=', ...changed)).toEqual([]);
  expect(git('diff', 'HEAD', ...changed)).toEqual([]);
});
