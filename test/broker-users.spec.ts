import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openNames, publishedNames } from '#lib/contracts';
import { appUsers, type BrokerUser, feedTopology, rightsToPublish } from '#lib/messaging';
import { readArguments } from '../tools/broker-users/arguments.js';
import { hashOf } from '../tools/broker-users/password-hash.js';
import { scriptOf } from '../tools/broker-users/script.js';

const SCRIPT = join(import.meta.dirname, '../deploy/rabbitmq/users.sh');
const users = appUsers(publishedNames);

describe('deploy/rabbitmq/users.sh', () => {
  it('says what the code says', async () => {
    const isWriting = expect.getState().snapshotState.snapshotUpdateState === 'all';
    // A file that is missing would be written, and nobody would notice.
    if (!isWriting) expect(existsSync(SCRIPT), 'npm run docs:api makes it').toBe(true);
    await expect(scriptOf(users, '/')).toMatchFileSnapshot(SCRIPT);
  });
});

const named = (user: string) => users.find(({ name }) => name === user)!.rights;
const may = (pattern: string, name: string) => new RegExp(pattern).test(name);

describe('the rights of a user', () => {
  const sources = users.filter(({ name }) => name !== 'feed-projector');
  const { queues, exchanges } = feedTopology({ partitions: 64 });
  const names = [...queues, ...exchanges].map(({ name }) => name);
  const events = new Set(Object.values(publishedNames).flat());

  it.each(sources)('$name are its own events and its own requests', ({ name, rights }: BrokerUser) => {
    const { configure, write, read, topics } = rights;
    const own = `company.requests.${name}`;
    expect(names.filter((one) => may(configure, one))).toEqual([]);
    expect(names.filter((one) => may(write, one))).toEqual(['company.events']);
    expect(names.filter((one) => may(read, one))).toEqual(['company.requests']);
    for (const right of [configure, write, read]) expect(may(right, own)).toBe(true);
    expect([...events].filter((one) => may(topics.write, `${one}.v1`))).toEqual(publishedNames[name]);
    expect(may(topics.read, '#')).toBe(false);
  });

  it.each(users)('$name are no more than names', ({ rights }: BrokerUser) => {
    const { topics, ...permissions } = rights;
    for (const pattern of Object.values(permissions)) {
      expect(pattern).toMatch(/^\^.*\$$/);
      for (const other of ['amq.default', 'companyXevents', 'company.events.more', 'my.company.events', ''])
        expect(may(pattern, other), `${pattern} and ${other}`).toBe(false);
    }
    for (const key of [
      'raw',
      'feed.projector.0',
      'employee.hired',
      'xemployee.hired.v1',
      'employee.hired.v1.x',
      '',
    ])
      expect(may(topics.write, key) && key !== '', key).toBe(false);
  });

  it('feed-projector are everything that it declares, and to publish no event', () => {
    const { configure, write, read } = named('feed-projector');
    expect(names.filter((one) => !may(configure, one) || !may(read, one))).toEqual([]);
    expect(names.filter((one) => !may(write, one))).toEqual(['company.events']);
  });

  it('of a system outside are to publish what is open to all', () => {
    expect(rightsToPublish(openNames)).toEqual({
      configure: '^$',
      write: '^(company[.]events)$',
      read: '^$',
      topics: { write: '^(announcement[.]posted)[.]v[0-9]+$', read: '^$' },
    });
  });
});

describe('npm run broker:users', () => {
  const read = (line: string) => readArguments(line.split(' ').filter(Boolean));

  it('takes systems outside', () => {
    expect(read('canteen menu.2 --definitions --vhost feed')).toEqual({
      publishers: ['canteen', 'menu.2'],
      definitions: true,
      vhost: 'feed',
    });
    expect(read('')).toEqual({ publishers: [], definitions: false, vhost: '/' });
  });

  it.each([
    ['thanks', 'thanks is an app'],
    ['feed-projector', 'feed-projector is an app'],
    ['/canteen', 'for example canteen'],
    ['Canteen', 'for example canteen'],
    ['--vhost $HOME', '--vhost is of'],
    ['--all', '--all'],
  ])('refuses %s', (line, fault) => {
    expect(read(line)).toEqual({ fault: expect.stringContaining(fault) as string });
  });

  it('hashes as the manual of RabbitMQ does', () => {
    // rabbitmq.com/docs/passwords#computing-password-hash
    expect(hashOf('test12', Buffer.from('908DC60A', 'hex'))).toBe(
      'kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR',
    );
  });
});
