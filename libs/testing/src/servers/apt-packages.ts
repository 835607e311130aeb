import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';

/** Debian asks this file before it starts the service of a package; code 101 means no (invoke-rc.d(8)). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/** Why packages must not be installed here, to be said behind "because"; undefined where they may be. */
export async function whyNotApt(): Promise<string | undefined> {
  if (process.env['COMPANY_FEED_NO_APT'] === '1') return 'COMPANY_FEED_NO_APT is set';
  if (process.getuid?.() !== 0) return 'only root may install packages';
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(system) ? undefined : 'this is neither Debian nor Ubuntu';
}

/**
 * Installs packages with apt-get, and says so. Their services are not started. Whether it may is asked of
 * {@link whyNotApt} before. Throws apt-get's words.
 */
export async function aptInstall(packages: readonly string[], log: (line: string) => void): Promise<void> {
  log(
    `installing ${packages.join(', ')} with apt-get, without starting services (COMPANY_FEED_NO_APT=1 forbids it)`,
  );
  const ours = await forbidServices();
  try {
    if ((await install(packages)).code === 0) return;
    // A fresh image has no package lists, and old lists name versions that are gone.
    await aptGet('update');
    const { code, output } = await install(packages);
    if (code !== 0) {
      throw new Error(`apt-get could not install ${packages.join(', ')}: ${output.slice(-2_000).trim()}`);
    }
  } finally {
    if (ours) await rm(SERVICE_POLICY, { force: true });
  }
}

/** Answers whether the policy is ours to remove; one that the machine has is respected. */
async function forbidServices(): Promise<boolean> {
  try {
    await writeFile(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

function install(packages: readonly string[]): Promise<{ code: number; output: string }> {
  return aptGet('install', '-y', '--no-install-recommends', ...packages);
}

async function aptGet(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, output };
}
