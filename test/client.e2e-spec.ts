import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as client from '#lib/client';
import { CHIEF, eventually } from '#lib/testing';
import { post, tokenOf } from './support/http.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const root = join(import.meta.dirname, '..');
/** As it is published. */
const PACKAGE = join(root, 'dist/packages/client');
const { FeedClient, FeedProblem } = (await import(join(PACKAGE, 'index.js'))) as typeof client;

let system: RunningFeed;
let feed: client.FeedClient;
let token: string | undefined;
/** Of each answer that the client got. */
const statuses: number[] = [];
beforeAll(async () => {
  system = await startTogether();
  token = await tokenOf(CHIEF);
  feed = new FeedClient({
    baseUrl: system.feed,
    token: () => token,
    locale: () => 'en',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      statuses.push(response.status);
      return response;
    },
  });
});
afterAll(() => system.close());

async function hired(name: string): Promise<{ person: string; entry: client.FeedEntry }> {
  const { body } = await post(`${system.registrar}/employees`, { name, position: 'Engineer' });
  const person = String(body['id']);
  const entry = await eventually(async () => {
    const { items } = await feed.page({ person });
    expect(items).toHaveLength(1);
    return items[0]!;
  });
  return { person, entry };
}

describe('the client', () => {
  it('reads pages, with what the query asks for', async () => {
    const [, { person, entry }] = [await hired('Anna Ivanova'), await hired('Olga Petrova')];
    expect(entry.message.text).toBe('Olga Petrova joined as Engineer');
    const first = await feed.page({ limit: 1, type: ['employee.*', 'thanks.given'] });
    expect(first.items.map(({ id }) => id)).toEqual([entry.id]);
    const second = await feed.page({
      limit: 1,
      type: ['employee.*', 'thanks.given'],
      after: first.page.next!,
    });
    expect(second.items.map(({ subject }) => subject)).toMatchObject([{ name: 'Anna Ivanova' }]);
    expect((await feed.page({ type: 'thanks.given', person })).items).toEqual([]);
  });

  it('costs a 304 for what has not changed, and reads it anew when it has', async () => {
    const { person, entry } = await hired('Ivan Sidorov');
    const page = await feed.page({ person });
    expect(await feed.page({ person })).toBe(page);
    expect(statuses.at(-1)).toBe(304);
    expect(await feed.entry(entry.id)).toEqual(entry);
    await feed.react(entry.id, 'like', true);
    const liked = await eventually(async () => {
      const changed = await feed.page({ person });
      expect(changed.items[0]?.reactions).toEqual([{ kind: 'like', count: 1, mine: true }]);
      return changed;
    });
    expect(statuses.at(-1)).toBe(200);
    expect(await feed.page({ person })).toBe(liked);
  });

  it('shows nobody what somebody else has read', async () => {
    const { person, entry } = await hired('Maria Orlova');
    await feed.react(entry.id, 'fire', true);
    const mine = (are: boolean) =>
      eventually(async () =>
        expect((await feed.page({ person })).items[0]?.reactions).toMatchObject([{ mine: are }]),
      );
    await mine(true);
    const own = token;
    token = await tokenOf({ subject: 'anna' });
    await mine(false);
    token = own;
    await mine(true);
  });

  it('adds and removes a reaction, however often', async () => {
    const { entry } = await hired('Pavel Smirnov');
    const kinds = async () => (await feed.entry(entry.id)).reactions.map(({ kind }) => kind);
    for (const isThere of [true, true, false, false]) {
      expect(await feed.react(entry.id, 'clap', isThere)).toMatchObject({ entryId: entry.id, kind: 'clap' });
      await eventually(async () => expect(await kinds()).toEqual(isThere ? ['clap'] : []));
    }
  });

  it('throws what the feed says instead, with its code and where the fault is', async () => {
    const query = { limit: 1000 };
    const thrown = await feed.page(query).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FeedProblem);
    expect(thrown).toMatchObject({
      status: 400,
      code: 'request-invalid',
      errors: [{ parameter: 'limit' }],
      requestId: expect.stringMatching(/./) as string,
    });
    const nowhere = feed.entry('edca579d-92bb-5f08-a691-8d82eb611170');
    await expect(nowhere).rejects.toMatchObject({ status: 404, name: 'FeedProblem' });
    const nobody = new FeedClient({ baseUrl: `${system.feed}/`, token: () => undefined });
    await expect(nobody.page()).rejects.toMatchObject({ status: 401 });
  });

  it('asks once more for a token that is believed', async () => {
    const asked: (string | undefined)[] = [];
    const renewing = new FeedClient({
      baseUrl: system.feed,
      token: (refused) => {
        asked.push(refused);
        return refused === undefined ? 'expired' : token;
      },
    });
    expect(await renewing.page({ limit: 1 })).toMatchObject({ items: [{}] });
    expect(asked).toEqual([undefined, 'expired']);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('left'));
    await expect(feed.page({}, { signal })).rejects.toThrow('left');
  });
});

it('what docs/client.md shows compiles for a browser, without the types of Node', async () => {
  const [, code = ''] = /```ts\n([^]*?)```/.exec(await readFile(join(root, 'docs/client.md'), 'utf8')) ?? [];
  const folder = await mkdtemp(join(root, 'dist/client-page-'));
  const compilerOptions = {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    strict: true,
    lib: ['es2022', 'dom'],
    types: [],
    paths: { '@company-feed/client': ['../packages/client/index.d.ts'] },
    noEmit: true,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const compile = async (source: string): Promise<string> => {
    await writeFile(join(folder, 'page.ts'), source);
    const tsc = promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-p', folder]);
    return tsc.then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  };
  try {
    expect(await compile(code)).toBe('');
    expect(await compile(code.replace('message.text', 'message.words'))).toContain("'words' does not exist");
  } finally {
    await rm(folder, { recursive: true });
  }
});
