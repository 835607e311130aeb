import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';

/** Debian asks this file before it starts the service of a package; code 101 means no (invoke-rc.d(8)). */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';

/** Installs the package without starting its service, and says so. Takes about 10 s and 57 MB. Throws apt-get's words. */
export async function aptInstallRabbitmq(log: (line: string) => void): Promise<void> {
  log('RabbitMQ is missing: installing the package rabbitmq-server with apt-get; its service is not started');
  log('(COMPANY_FEED_NO_APT=1 forbids this, AMQP_URL names a broker to use instead)');
  const ours = await forbidServices();
  try {
    if ((await install()).code === 0) return;
    // A fresh image has no package lists, and old lists name versions that are gone.
    await aptGet('update');
    const { code, output } = await install();
    if (code !== 0)
      throw new Error(`apt-get could not install rabbitmq-server: ${output.slice(-2_000).trim()}`);
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

function install(): Promise<{ code: number; output: string }> {
  return aptGet('install', '-y', '--no-install-recommends', 'rabbitmq-server');
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
