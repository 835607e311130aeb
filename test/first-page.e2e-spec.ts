import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Watched } from './support/browser.js';
import { post } from './support/http.js';

const ENTRIES = 20;
const BUDGET_MS = 500;
/** The fastest counts: whatever else the machine does only makes a page slower. */
const LOADS = 10;
/**
 * On a machine that does other things as well no page is drawn in time: there it is held against one that has all it shows in
 * its own HTML. Ours takes seven to ten times as long as that.
 */
const TIMES_PLAIN = 12;

const PLAIN = `<!doctype html><title>plain</title><company-feed></company-feed><script>
  const root = document.querySelector('company-feed').attachShadow({ mode: 'open' });
  root.innerHTML = '<article><h3>Ada</h3><p>Ada Lovelace joined as Engineer</p></article>'.repeat(${ENTRIES});
</script>`;

/** When a browser has drawn that many entries, in milliseconds from when the page was asked for. */
const TELL_WHEN_DRAWN = `
  globalThis.drawn = new Promise((resolve) => {
    const look = () => {
      const feed = document.querySelector('company-feed')?.shadowRoot;
      if ((feed?.querySelectorAll('article').length ?? 0) < ${ENTRIES}) return requestAnimationFrame(look);
      // What is there in one frame is on the screen by the next.
      requestAnimationFrame(() => resolve(performance.now()));
    };
    requestAnimationFrame(look);
  });`;

let watched: Watched;
let plain: Server;
beforeAll(async () => {
  watched = await Watched.start();
  const { url } = watched.standalone;
  for (let n = 0; n < ENTRIES; n++)
    await post(`${url}/employees`, { name: `Person ${n}`, position: 'Scholar' });
  plain = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(PLAIN));
  await once(plain.listen(0, '127.0.0.1'), 'listening');
}, 180_000);
afterAll(async () => {
  plain.close();
  await watched.end();
}, 60_000);

/** Milliseconds until it was drawn, in a browser that has seen nothing before. */
async function visit(url: string): Promise<number> {
  const page = await watched.open('about:blank');
  await page.addInitScript(TELL_WHEN_DRAWN);
  await page.goto(url);
  const tookMs = (await page.evaluate('drawn')) as number;
  expect(await page.evaluate('shifted')).toBeLessThan(0.01);
  await page.context().close();
  return tookMs;
}

it('shows its first page of twenty in half a second, or in the time of twelve plain pages, and nothing moves', async () => {
  const { port } = plain.address() as AddressInfo;
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let n = 0; n < LOADS; n++) {
    theirs.push(await visit(`http://127.0.0.1:${port}`));
    ours.push(await visit(`${watched.standalone.url}/?group=none`));
  }
  const usual = theirs.toSorted((a, b) => a - b)[LOADS / 2]!;
  const budget = Math.max(BUDGET_MS, TIMES_PLAIN * usual);
  const told = [ours, theirs].map((all) => all.map(Math.round).join(', ')).join(' ms; a plain one in ');
  expect(Math.min(...ours), `in ${told} ms`).toBeLessThan(budget);
});
