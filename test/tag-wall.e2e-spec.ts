import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '#lib/postgres';
import { eventually } from '#lib/testing';
import { Watched } from './support/browser.js';
import { post, tokenOf } from './support/http.js';

/** As the tag has it. */
const LONGEST_WALL = 60;
const PAGE = 20;

let watched: Watched;
let elsewhere: Server;
let wall: Awaited<ReturnType<Watched['open']>>;
beforeAll(async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  watched = await Watched.start({ CORS_ORIGINS: origin });
  const { url } = watched.standalone;
  const token = await tokenOf({ subject: 'reader' });
  // All that somebody writes who puts the feed on a page of their own.
  const file = `<!doctype html><html lang="en"><title>Wall</title><h1>Wall</h1>
    <company-feed src="${url}" token="${token}" live="insert"></company-feed>
    <script type="module" src="${url}/tag/company-feed.js"></script></html>`;
  elsewhere = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(file);
  }).listen(port, '127.0.0.1');
  wall = await watched.open(origin);
  await wall.getByText('Live', { exact: true }).waitFor();
}, 180_000);
afterAll(async () => {
  elsewhere.close();
  await watched.end();
}, 60_000);

const hire = (name: string) => post(`${watched.standalone.url}/employees`, { name, position: 'Scholar' });
const titles = () => wall.getByRole('article').evaluateAll((all) => all.map((one) => one.textContent));

it('has the feed by one tag, from another origin, and inserts what is new by itself', async () => {
  await hire('Zeno');
  await wall.getByRole('article', { name: 'Zeno joined' }).waitFor();
  expect((await titles())[0]).toContain('Zeno');
  expect(wall.errors).toEqual([]);
});

it('never grows beyond what a wall takes, and shows on what is new', async () => {
  for (let n = 0; n < 2 * LONGEST_WALL; n += PAGE)
    await Promise.all(Array.from({ length: PAGE }, (_, m) => hire(`Scholar ${n + m}`)));
  await eventually(async () => {
    const count = await wall.getByRole('article').count();
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(LONGEST_WALL);
  });
  await wall.getByText('Live', { exact: true }).waitFor();
  await hire('Thales');
  await wall.getByRole('article', { name: 'Thales joined' }).waitFor();
  expect((await titles())[0]).toContain('Thales');
});
