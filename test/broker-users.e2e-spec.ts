import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import amqp from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedNames } from '#lib/contracts';
import { appUsers } from '#lib/messaging';
import { obtainRabbitmq, type RabbitmqServer } from '#lib/testing';

const SCRIPT = resolve('deploy/rabbitmq/users.sh');
const COMMAND = resolve('dist/tools/broker-users/broker-users.js');
const users = appUsers(publishedNames);
const run = promisify(execFile);

// It takes a node beside which rabbitmqctl can be run.
describe.skipIf(process.env['AMQP_URL'] !== undefined)('the users of a broker', () => {
  let dir: string;
  let broker: RabbitmqServer;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'company-feed-'));
    broker = await obtainRabbitmq({ dir });
  });
  afterAll(async () => {
    await broker.dispose();
    await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });

  /** The passwords that the environment has: `begin` and the user's name. */
  const passwords = (begin: string, more: Record<string, string> = {}): NodeJS.ProcessEnv => {
    const own = users.map(({ name }) => [
      `${name.toUpperCase().replaceAll('-', '_')}_AMQP_PASSWORD`,
      `${begin}-${name}`,
    ]);
    return { ...broker.environment, ...(Object.fromEntries(own) as Record<string, string>), ...more };
  };

  async function signIn(user: string, password: string): Promise<void> {
    const url = new URL(broker.amqpUrl);
    [url.username, url.password] = [user, password];
    await (await amqp.connect(url.href)).close();
  }

  async function expectLetIn(begin: string): Promise<void> {
    const [permissions, topics] = [await listed('list_permissions'), await listed('list_topic_permissions')];
    for (const { name, rights } of users) {
      await signIn(name, `${begin}-${name}`);
      const { topics: ofTopics, ...ofAll } = rights;
      expect(permissions).toContainEqual({ user: name, ...ofAll });
      expect(topics).toContainEqual({ user: name, exchange: 'company.events', ...ofTopics });
    }
  }

  async function listed(command: string): Promise<unknown> {
    const { stdout } = await run('rabbitmqctl', ['--quiet', '--formatter', 'json', command], {
      env: broker.environment!,
    });
    return JSON.parse(stdout);
  }

  it('are made by the script, and get other passwords by it', async () => {
    await run('sh', [SCRIPT], { env: passwords('first') });
    await expectLetIn('first');
    await run('sh', [SCRIPT], { env: passwords('second') });
    await signIn('thanks', 'second-thanks');
    await expect(signIn('thanks', 'first-thanks')).rejects.toThrow(/ACCESS_REFUSED/);
  });

  it.each([
    ['', /THANKS_AMQP_PASSWORD is not set/],
    ['"quoted"', /THANKS_AMQP_PASSWORD may have/],
  ])('are not made with the password %j', async (THANKS_AMQP_PASSWORD, reason) => {
    const env = passwords('third', { THANKS_AMQP_PASSWORD });
    await expect(run('sh', [SCRIPT], { env })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(reason) as string,
    });
    await expect(signIn('thanks', 'third-thanks')).rejects.toThrow(/ACCESS_REFUSED/);
  });

  it('are imported from definitions, which have no password', async () => {
    const env = passwords('fourth', { CANTEEN_AMQP_PASSWORD: 'of the "canteen"' });
    const { stdout } = await run(process.execPath, [COMMAND, 'canteen', '--definitions'], { env });
    expect(stdout).not.toMatch(/fourth-|of the/);
    await writeFile(join(dir, 'definitions.json'), stdout, { mode: 0o600 });
    await run('rabbitmqctl', ['import_definitions', join(dir, 'definitions.json')], { env });
    await expectLetIn('fourth');
    await signIn('canteen', 'of the "canteen"');
  });
});
