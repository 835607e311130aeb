import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { accessibilityFaults, focused, Watched } from './support/browser.js';
import { post, readWholeFeed, send } from './support/http.js';

let watched: Watched;
let url: string;
beforeAll(async () => {
  watched = await Watched.start();
  ({ url } = watched.standalone);
  for (const name of ['Ada', 'Boole', 'Curie', 'Dirac', 'Euler', 'Fermat', 'Gauss', 'Hilbert'])
    await hire(name);
}, 180_000);
afterAll(() => watched.end(), 60_000);

const articles = (page: Page) => page.getByRole('article');
const live = (page: Page) => page.getByText('Live', { exact: true }).waitFor();
const titles = (page: Page) => articles(page).evaluateAll((all) => all.map((one) => one.textContent));
const hire = (name: string) => post(`${url}/employees`, { name, position: 'Scholar' });

/** Each entry by itself, unless another path is given. */
async function opened(path = '/?group=none'): Promise<Page> {
  const page = await watched.open(path);
  await live(page);
  return page;
}

describe('what is new', () => {
  it('waits behind a pill, and is shown, reached and focused by a click', async () => {
    const page = await opened();
    const [before] = await titles(page);
    await hire('Noether');
    await hire('Ramanujan');
    const pill = page.getByRole('button', { name: '2 new entries' });
    await pill.waitFor();
    await page.getByRole('status').getByText('2 new entries').waitFor();
    expect((await titles(page))[0]).toBe(before);
    expect(await accessibilityFaults(page)).toEqual([]);
    await pill.click();
    const first = page.getByRole('article', { name: 'Ramanujan joined' });
    await eventually(async () => {
      expect((await titles(page))[0]).toContain('Ramanujan joined as Scholar');
      expect(await focused(page)).toBe(await first.getAttribute('data-id'));
    });
    expect(await pill.count()).toBe(0);
  });

  it('is counted in the title while nobody looks', async () => {
    const page = await opened();
    const look = (hidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await look(true);
    await hire('Turing');
    await eventually(async () => expect(await page.title()).toBe('(1) Company feed'));
    await look(false);
    expect(await page.title()).toBe('Company feed');
  });
});

describe('what is there', () => {
  it('follows the reactions of others, and new names', async () => {
    const { body } = await post(`${url}/employees`, { name: 'Maiden Name', position: 'Scholar' });
    const page = await opened();
    const id = await page.getByRole('article', { name: 'Maiden Name' }).getAttribute('data-id');
    await send('PUT', `${url}/feed/${id}/reactions/fire`);
    await page.getByRole('button', { name: 'Fire, 1 person', pressed: false }).waitFor();
    await post(`${url}/employees/${String(body['id'])}/name`, { name: 'Married Name' });
    await page.getByRole('article', { name: 'Married Name joined' }).waitFor();
  });

  it('goes when it is taken back, says so before, and moves nothing that is read', async () => {
    const { body } = await post(`${url}/employees`, { name: 'Thankful', position: 'Scholar' });
    const given = { from: 'chief', to: [body['id']], message: 'For nothing' };
    const thanks = await post(`${url}/thanks`, given);
    const page = await watched.open('/?group=none', { viewport: { width: 1280, height: 400 } });
    await live(page);
    await page.getByText('For nothing').waitFor();
    await page.mouse.wheel(0, 700);
    const read = page.getByRole('article', { name: 'Curie joined' });
    await read.scrollIntoViewIfNeeded();
    const top = async () => Math.round((await read.boundingBox())!.y);
    const before = await top();
    await send('DELETE', `${url}/thanks/${String(thanks.body['id'])}`);
    await page.getByText('This was taken back.').waitFor();
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
    await page.getByText('This was taken back.').waitFor({ state: 'detached' });
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  });
});

describe('much of one kind', () => {
  it('is one line, which opens', async () => {
    const page = await opened('/');
    const group = page.getByRole('article', { name: /and \d+ others joined/ });
    await group.getByRole('button', { name: /^Show all/ }).click();
    await group.getByRole('listitem').filter({ hasText: 'Euler joined as Scholar' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await group.getByRole('button', { name: 'Show less', expanded: true }).click();
    expect(await group.getByRole('listitem').count()).toBe(0);
  });
});

describe('with the keyboard alone', () => {
  it('one goes from entry to entry, past the feed and before it', async () => {
    const page = await opened();
    await articles(page).first().waitFor();
    const ids = await articles(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    await articles(page).first().focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    expect(await focused(page)).toBe(ids[2]);
    await page.keyboard.press('PageUp');
    expect(await focused(page)).toBe(ids[1]);
    await page.keyboard.press('Control+End');
    expect(await focused(page)).toBe('after');
    await articles(page).first().focus();
    await page.keyboard.press('Control+Home');
    expect(await focused(page)).toBe('before');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('two hundred entries', () => {
  /** On with Page Down or, where all that is there has been walked, by the button below. */
  async function onward(page: Page, from: unknown): Promise<void> {
    await page.keyboard.press('PageDown');
    if ((await focused(page)) !== from || !(await page.getByText('Load more').count())) return;
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // First the button has it, then nothing, then the entry that came.
    await eventually(async () => expect(['after', '']).not.toContain(await focused(page)));
  }

  it('can be walked with the keyboard alone, none of them twice', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, n) => hire(`Walker ${n}`)));
    await eventually(async () => expect((await readWholeFeed(url)).length).toBeGreaterThan(200));
    const page = await opened();
    await articles(page).first().focus();
    const walked = [await focused(page)];
    for (let presses = 0; walked.length < 200 && presses < 1_000; presses++) {
      await onward(page, walked.at(-1));
      const at = await focused(page);
      if (at !== walked.at(-1) && at !== '') walked.push(at);
    }
    const ids = await articles(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-id')));
    expect(walked).toEqual(ids.slice(0, 200));
    const last = page.locator(`[data-id="${String(walked.at(-1))}"]`);
    expect(await last.getAttribute('aria-posinset')).toBe('200');
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
