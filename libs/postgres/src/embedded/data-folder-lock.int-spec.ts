import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startOtherProcess } from '#lib/testing';
import { DataFolderInUse, dataFolderHolder, lockDataFolder } from './data-folder-lock.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { isProcessAlive } from './process-alive.js';
import { withClient } from './with-client.js';

let dataDir: string;
let server: EmbeddedPostgres;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'data-folder-lock-'));
  server = await startEmbeddedPostgres({ dataDir });
});

afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

describe('the lock of a data folder', () => {
  it('turns a second process away, names the first, and leaves the server to it', async () => {
    const lock = await lockDataFolder(server.url, dataDir);
    const here = new URL('.', import.meta.url).href;
    const { said } = await startOtherProcess(`
      import { startEmbeddedPostgres } from '${here}embedded-postgres.ts';
      import { lockDataFolder } from '${here}data-folder-lock.ts';
      const dataDir = ${JSON.stringify(dataDir)};
      const server = await startEmbeddedPostgres({ dataDir });
      const refused = await lockDataFolder(server.url, dataDir).catch((error) => error);
      await server.stop();
      say({ adopted: server.adopted, code: refused.code, message: refused.message });`);
    expect(said).toMatchObject({ adopted: true, code: 'data-folder-in-use' });
    expect(said['message']).toContain(`${dataDir} is in use by process ${process.pid}`);
    expect(isProcessAlive(server.pid)).toBe(true);
    await server.stop();
    await lock.release();
    expect(isProcessAlive(server.pid)).toBe(false);
  });

  it('can be taken again once it is released', async () => {
    await (await lockDataFolder(server.url, dataDir)).release();
    await (await lockDataFolder(server.url, dataDir)).release();
  });

  it('is taken again after the server was killed, so a second one is still turned away', async () => {
    const lock = await lockDataFolder(server.url, dataDir);
    process.kill(server.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await withClient(server.url, dataFolderHolder)).toBe('us'), 15_000);
    await expect(lockDataFolder(server.url, dataDir)).rejects.toThrow(DataFolderInUse);
    await lock.release();
  });

  it('tells its holder when somebody else took it while the server was down', async () => {
    const onLost = vi.fn<(error: DataFolderInUse) => void>();
    const lock = await lockDataFolder(server.url, dataDir, { onLost });
    await withClient(server.url, async (client) => {
      const thief = withClient(server.url, async (second) => {
        await second.query('SELECT pg_advisory_lock(1129137476, 1)');
        await vi.waitFor(() => expect(onLost).toHaveBeenCalled(), 15_000);
      });
      await vi.waitFor(async () => {
        const { rowCount } = await client.query(
          "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
        );
        expect(rowCount).toBe(1);
      });
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted",
      );
      await thief;
    });
    expect(onLost.mock.calls[0]?.[0]).toBeInstanceOf(DataFolderInUse);
    await lock.release();
  });
});
