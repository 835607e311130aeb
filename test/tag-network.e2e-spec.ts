import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TcpProxy } from '#lib/testing';
import { accessibilityFaults, Watched } from './support/browser.js';
import { post } from './support/http.js';

/** Longer than the tag waits for a sign of life: what was open is given up, and all begins anew. */
const AWAY_MS = 60_000;

let watched: Watched;
let network: TcpProxy;
beforeAll(async () => {
  watched = await Watched.start();
  network = await TcpProxy.to(watched.standalone.url);
}, 180_000);
afterAll(async () => {
  await watched.end();
  await network.close();
}, 60_000);

const hire = (name: string) => post(`${watched.standalone.url}/employees`, { name, position: 'Scholar' });

it('misses nothing of a minute without a network, and says that there is none', async () => {
  await hire('Ada');
  const page = await watched.open(network.through(`${watched.standalone.url}/?group=none`));
  await page.getByText('Live', { exact: true }).waitFor();
  // A browser that is offline would go on with a stream that is open.
  network.hold(true);
  await page.context().setOffline(true);
  await page.getByText(/Offline since/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const name of ['Weil', 'Wiles', 'Witten']) await hire(name);
  await sleep(AWAY_MS);
  expect(await page.getByText(/Offline since/).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'new entries' }).count()).toBe(0);
  network.hold(false);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: '3 new entries' }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
});
