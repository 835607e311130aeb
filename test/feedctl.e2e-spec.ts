import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHIEF, eventually } from '#lib/testing';
import { expectProblem, get, post, tokenOf } from './support/http.js';
import { IntakeClient } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const FEEDCTL = join(import.meta.dirname, '../dist/tools/feedctl/feedctl.js');

let system: RunningFeed;
beforeAll(async () => {
  system = await startTogether();
});
afterAll(() => system.close());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function feedctl(...args: string[]): Promise<Outcome> {
  return feedctlWith(await tokenOf(CHIEF), ...args);
}

function feedctlWith(token: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, FEED_URL: system.feed, FEEDCTL_TOKEN: token };
    execFile(process.execPath, [FEEDCTL, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const why = ['--reason', 'a spec'];

async function hire(): Promise<string> {
  const { body } = await post(`${system.registrar}/employees`, { name: 'Anna', position: 'Engineer' });
  let eventId = '';
  await eventually(async () => {
    const { body: feed } = await get(`${system.feed}/feed?person=${String(body['id'])}`);
    const [entry] = feed['items'] as unknown as { source: { eventId: string } }[];
    eventId = entry!.source.eventId;
  });
  return eventId;
}

/** Events of an ordered stream of somebody else. */
async function announce(stream: string, sequence: number, id = randomUUID()): Promise<string> {
  const event = {
    specversion: '1.0',
    id,
    source: '/canteen',
    type: 'announcement.posted.v1',
    subject: stream,
    sequence,
    time: new Date().toISOString(),
    data: { text: { en: `Menu ${id}` } },
  };
  expect((await new IntakeClient(system.intake).structured(event)).status).toBe(202);
  return id;
}

describe('feedctl', () => {
  it('lists what operators ordered', async () => {
    expect((await feedctl('rebuild', 'drop', '99', ...why)).code).toBe(1);
    expect(await feedctl('acts')).toMatchObject({ code: 0, stdout: 'nothing was ordered yet\n' });
    await feedctl('parked', 'replay', '--all', '--reason', 'to see it listed');
    const { code, stdout } = await feedctl('acts');
    expect(stdout).toMatch(/^id +at +by +act +reason\n\d+ .*Z +\S+ +parked\.replay +to see it listed\n$/);
    expect(code).toBe(0);
    expect((await feedctl('acts', 'all')).code).toBe(2);
  });

  it('tells how far behind the feed is, by source', async () => {
    await hire();
    const { code, stdout } = await feedctl('status');
    expect(stdout).toMatch(/^projection 1, position [1-9]/);
    expect(stdout).toMatch(/employee-registrar +0/);
    expect(stdout).toMatch(/event-intake +0/);
    expect(code).toBe(0);
  });

  it('knows no partitions where there is no broker, and cannot have any', async () => {
    const shown = await feedctl('partitions');
    expect(shown).toMatchObject({ code: 0, stdout: 'there are no partitions: this feed has no broker\n' });
    const grown = await feedctl('partitions', 'grow', '--to', '8', ...why);
    expect(grown.stderr).toContain('partitions-none');
    expect(grown.code).toBe(1);
    expect((await feedctl('partitions', 'grow', ...why)).code).toBe(2);
  });

  it('explains where an event is, wherever that is', async () => {
    const shown = await feedctl('explain', await hire());
    expect(shown.stdout).toContain('stored by employee-registrar: employee.hired.v1, version 1 of employee/');
    expect(shown.stdout).toMatch(/log: employee.hired.v1 of \/employee-registrar at position \d+/);
    expect(shown.stdout).toMatch(/entry .* is in the feed/);

    for (const events of ['events', 'sources/thanks/events'])
      expectProblem(await get(`${system.feed}/operator/${events}/a%00`), 400, 'request-invalid');

    const early = await announce('menu/explained', 2);
    await eventually(async () =>
      expect((await feedctl('explain', early)).stdout).toContain(
        'pending: it is event 2 of menu/explained, which has come as far as 0',
      ),
    );
    expect((await feedctl('status')).stdout).toContain('hole: event 1 of menu/explained of /canteen');
    expect(await feedctl('explain', 'nonsense')).toMatchObject({
      code: 1,
      stdout: 'nobody has an event nonsense\n',
    });
  });

  it('shows, replays and skips what is parked', async () => {
    await announce('menu/parked', 1);
    const other = await announce('menu/parked', 1);
    await eventually(async () =>
      expect((await feedctl('parked', 'list')).stdout).toMatch(/sequence-taken +\/canteen/),
    );
    const [, id = ''] = /^(\d+) +sequence-taken/m.exec((await feedctl('parked', 'list')).stdout) ?? [];
    expect((await feedctl('parked', 'show', id)).stdout).toContain(other);
    expect(await feedctl('status')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('parked: 1 sequence-taken'),
    });
    expect(await feedctl('parked', 'replay', id, ...why)).toMatchObject({
      code: 1,
      stdout: '0 applied, 0 applied before, 0 wait for one before them, 1 parked still\n',
    });
    expect((await feedctl('parked', 'skip', id, ...why)).stdout).toContain(`${id} is skipped`);
    expect((await feedctl('parked', 'list')).stdout).toBe('nothing is parked\n');
    expect(await feedctl('parked', 'skip', id, ...why)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(parked-unknown)'),
    });
  });

  it('rebuilds the read model, switches to it, and back', async () => {
    expect((await feedctl('rebuild', 'start', ...why)).stdout).toMatch(/2 +building/);
    expect((await feedctl('rebuild', 'watch')).stdout).toMatch(/2 +ready/);
    await feedctl('rebuild', 'verify', '2', ...why);
    await eventually(async () =>
      expect((await feedctl('rebuild', 'list')).stdout).toContain('equal, against 1'),
    );
    expect((await feedctl('rebuild', 'switch', '2', ...why)).stdout).toMatch(/2 +live/);
    expect((await feedctl('rebuild', 'rollback', '2', ...why)).stdout).toMatch(/1 +live/);
    expect((await feedctl('rebuild', 'drop', '7', ...why)).code).toBe(1);
  }, 60_000);

  it('has a source publish its history again, and the feed shows it once', async () => {
    const before = (await get(`${system.feed}/feed?limit=100`)).body['items'] as unknown as unknown[];
    const { stdout } = await feedctl('republish', 'employee-registrar', '--all', ...why);
    expect(stdout).toMatch(/employee-registrar publishes \d+ events again/);
    await eventually(async () => expect((await feedctl('status')).stdout).toMatch(/employee-registrar +0/));
    expect((await get(`${system.feed}/feed?limit=100`)).body['items']).toHaveLength(before.length);
  });

  it('says how to sign in where nobody did, or somebody else', async () => {
    for (const [token, reason] of [
      ['', 'FEEDCTL_TOKEN is not set'],
      [await tokenOf({ subject: 'boris', roles: ['hr'] }), '(not-allowed)'],
    ] as const) {
      const { code, stderr } = await feedctlWith(token, 'status');
      expect(stderr).toContain(reason);
      expect(stderr).toContain('export FEEDCTL_TOKEN=');
      expect(code).toBe(1);
    }
  });

  it.each([
    [['explode'], 'explode is not known'],
    [[], 'a command is missing'],
    [['parked', 'skip', '1'], '--reason is missing'],
    [['republish', 'nobody', '--all', ...why], 'nobody is none of employee-registrar'],
    [['status', '--colour'], "Unknown option '--colour'"],
    [['status', 'now'], 'now is one word too many'],
  ])('says what it does not understand of %j, and how it is used', async (args, message) => {
    const { code, stderr } = await feedctl(...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run feedctl -- <command>');
    expect(code).toBe(2);
  });
});
