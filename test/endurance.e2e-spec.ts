import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from './support/tool.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'company-feed-endurance-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

const run = (command: string, ...args: string[]) => runTool(`endurance/${command}`, ...args, '--dir', dir);

const reportOf = async <Report>(): Promise<Report> =>
  JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as Report;

// Short, so that the tests stay short; the commands take any number.
describe('endurance', () => {
  it('an app that is stopped in the middle of load fails no request, and exits 0', async () => {
    const app = 'employee-registrar';
    const { code, output } = await run('drains', '--times', '1', '--drain-delay', '500', '--app', app);
    expect(output).toContain('verdict: ok');
    expect(code).toBe(0);
    const { rows } = await reportOf<{ rows: { app: string; requests: number; failed: number }[] }>();
    expect(rows).toEqual([expect.objectContaining({ app, failed: 0 })]);
    expect(rows[0]!.requests).toBeGreaterThan(5);
  }, 240_000);

  it('a soak sees every process, and that everything accepted is in the feed once', async () => {
    await run('soak', '--events', '1000', '--seed', '3');
    const report = await reportOf<{ events: number; figures: { name: string }[]; violations: string[] }>();
    expect(report.events).toBeGreaterThanOrEqual(1_000);
    // So short a run is too short to be flat.
    expect(report.violations.filter((violation) => !violation.includes(' grew by '))).toEqual([]);
    for (const name of ['feed-projector', 'feed-api', 'postgres', 'rabbitmq'])
      expect(report.figures.map((figure) => figure.name)).toContain(name);
    expect(await readFile(join(dir, 'soak.svg'), 'utf8')).toContain('>rabbitmq</text>');
  }, 240_000);

  it('reconnects lose nothing, and tell of each process what it holds', async () => {
    await run('reconnects', '--times', '10', '--seed', '3');
    const report = await reportOf<{ connections: number; looks: object[]; violations: string[] }>();
    expect(report.connections).toBeGreaterThan(2);
    expect(report.looks).toHaveLength(11);
    expect(report.violations.filter((violation) => !violation.includes(' grew by '))).toEqual([]);
  }, 240_000);
});
