// How soon a hire is on a page that somebody has open, in a real browser: node dist/tools/page-bench.js [hires]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM, obtainProgram } from '#lib/testing';
import { BuiltSystem } from './cost/built-system.js';

const WARM_UP = 20;
const TOO_LATE_MS = 30_000;
const [hires = '1000'] = process.argv.slice(2);

/** Tells of each name that comes to stand in the feed. As on a wall, what is new is put in by itself. */
const WATCH = `
  const feed = document.querySelector('company-feed');
  feed.setAttribute('live', 'insert');
  new MutationObserver(() => {
    const first = feed.shadowRoot.querySelector('article');
    const name = /Hired \\d+/.exec(first?.textContent ?? '')?.[0];
    if (name !== globalThis.lastTold) shown((globalThis.lastTold = name));
  }).observe(feed.shadowRoot, { childList: true, subtree: true, characterData: true });`;

const folder = await mkdtemp(join(tmpdir(), 'company-feed-page-'));
const system = await BuiltSystem.start(join(import.meta.dirname, '../..'), join(folder, 'data'));
const browser = await chromium.launch({
  executablePath: await obtainProgram(CHROMIUM),
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  const waiting = new Map<string, () => void>();
  await page.exposeFunction('shown', (name: string) => waiting.get(name)?.());
  await page.goto(`${system.url}/?group=none`);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.evaluate(WATCH);

  const took: number[] = [];
  for (let n = -WARM_UP; n < Number(hires); n++) {
    const name = `Hired ${n + WARM_UP}`;
    const shown = Promise.withResolvers<void>();
    waiting.set(name, shown.resolve);
    const late = setTimeout(() => shown.reject(new Error(`${name} never came`)), TOO_LATE_MS);
    const begun = performance.now();
    await Promise.all([system.time('POST', '/employees', { name, position: 'Engineer' }), shown.promise]);
    if (n >= 0) took.push(performance.now() - begun);
    clearTimeout(late);
  }
  took.sort((a, b) => a - b);
  const at = (share: number): string =>
    took[Math.min(took.length - 1, Math.floor(took.length * share))]!.toFixed(0);
  console.log(
    `${took.length} hires, from the request to the entry on the page: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`,
  );
} finally {
  await browser.close();
  await system.stop();
  await rm(folder, { recursive: true, force: true });
}
