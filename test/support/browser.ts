import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM, obtainProgram } from '#lib/testing';
import { StandaloneProcess } from './standalone-process.js';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** How much what was seen has moved by itself, as browsers count it (Layout Instability). */
const COUNT_SHIFTS = `
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });`;

type Environment = Record<string, string>;

/** `npm start`, and a browser that looks at it. */
export class Watched {
  private constructor(
    readonly standalone: StandaloneProcess,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  static async start(
    environment: Environment | ((url: string) => Promise<Environment>) = {},
  ): Promise<Watched> {
    const folder = await mkdtemp(join(tmpdir(), 'company-feed-portal-'));
    const standalone = await StandaloneProcess.on(folder);
    const executablePath = await obtainProgram(CHROMIUM);
    const [browser] = await Promise.all([
      chromium.launch({ executablePath, args: ARGS }),
      standalone.start(typeof environment === 'function' ? await environment(standalone.url) : environment),
    ]);
    return new Watched(standalone, browser, folder);
  }

  /** A page in a browser of its own, with nothing remembered. What it says in the console as an error is in `errors`. */
  async open(path: string, options: BrowserContextOptions = {}): Promise<Page & { errors: string[] }> {
    const context = await this.browser.newContext({ locale: 'en', ...options });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error') errors.push(said.text());
    });
    page.setDefaultTimeout(15_000);
    await page.addInitScript(COUNT_SHIFTS);
    await page.goto(new URL(path, this.standalone.url).href);
    return Object.assign(page, { errors });
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.standalone.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The id of the entry, or else of the element, that has the focus, in whatever shadow. */
export function focused(page: Page): Promise<unknown> {
  return page.evaluate(`(() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.dataset.id ?? element.id;
  })()`);
}

/** What axe finds wrong with a page, as it is now: rule and element. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[];
  };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
  );
}
