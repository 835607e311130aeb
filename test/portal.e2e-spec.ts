import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { accessibilityFaults, Watched } from './support/browser.js';
import { post, readFeed } from './support/http.js';

const NARROW = { viewport: { width: 320, height: 640 } };

let watched: Watched;
let url: string;
beforeAll(async () => {
  watched = await Watched.start();
  ({ url } = watched.standalone);
}, 180_000);
afterAll(() => watched.end(), 60_000);

const articles = (page: Page) => page.getByRole('article');
const hire = (name: string, position = 'Engineer') => post(`${url}/employees`, { name, position });
const scrollWidth = (page: Page) => page.evaluate('document.documentElement.scrollWidth');

async function hireThrough(page: Page, name: string, position: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Welcome somebody' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('Position').fill(position);
  await form.getByRole('button', { name: 'Hire' }).click();
  await form.getByText('Done').waitFor();
}

describe('the page, on a first visit', () => {
  it('says that nothing has happened yet, and plays a day when it is asked to', async () => {
    const page = await watched.open('/');
    await page.getByRole('heading', { name: 'Nothing has happened yet' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Play an example day' }).click();
    await page.getByRole('article', { name: 'Boris Petrov thanked Chloé Dubois and Jun Tanaka' }).waitFor();
    await page.getByRole('heading', { name: 'Pinned' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.errors).toEqual([]);
  });

  it('shows whom a newcomer hires, at the top, without being loaded again', async () => {
    const page = await watched.open('/');
    await articles(page).first().waitFor();
    await hireThrough(page, 'Grace Hopper', 'Rear admiral');
    const [newest] = await articles(page).all();
    expect(await newest!.textContent()).toContain('Grace Hopper joined as Rear admiral');
    expect(page.errors).toEqual([]);
  });

  it('names what is wrong with what somebody may not do', async () => {
    const page = await watched.open('/');
    await page.getByLabel('You are').selectOption({ label: 'Boris: works here' });
    const form = page.getByRole('form', { name: 'Welcome somebody' });
    await form.getByLabel('Name').fill('Nobody');
    await form.getByLabel('Position').fill('None');
    await form.getByRole('button', { name: 'Hire' }).click();
    await form.getByText('This is for').waitFor();
  });
});

describe('an entry', () => {
  it('counts a reaction at once, and still after the page is loaded again', async () => {
    const page = await watched.open('/?group=none');
    const article = page.getByRole('article', { name: 'Grace Hopper joined' });
    await article.getByRole('button', { name: 'React' }).click();
    await article.getByRole('button', { name: 'Applause' }).click();
    const chip = article.getByRole('button', { name: 'Applause, 1 person', pressed: true });
    await chip.waitFor();
    await eventually(async () => {
      const { items } = await readFeed(url);
      expect(items[0]).toMatchObject({ reactions: [{ kind: 'clap', count: 1 }] });
    });
    await page.reload();
    await chip.click();
    await chip.waitFor({ state: 'detached' });
  });

  it('is text, whatever is in a name, and keeps its shape', async () => {
    const markup = '<img src=x onerror="document.title=1"><b>Bold</b>';
    await hire(markup, '</p><script>alert(1)</script>');
    await hire(`${'Ann'.repeat(100)}`.slice(0, 200), '👩‍👩‍👧‍👦'.repeat(5));
    await hire('شهرزاد الليالي', 'قاصّة');
    const page = await watched.open('/?group=none', NARROW);
    await page.locator('company-feed').getByText('<b>Bold</b>').waitFor();
    expect(await page.locator('company-feed img, company-feed b').count()).toBe(0);
    expect(await page.title()).toBe('Company feed');
    expect(await page.locator('company-feed').getByText('AnnAnn').first().textContent()).toMatch(
      /^(Ann){19}An…$/,
    );
    expect(await scrollWidth(page)).toBe(320);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('has a page of its own, with what is around it', async () => {
    const { items } = await readFeed(url);
    const { id } = items[4]!;
    const page = await watched.open(`/entries/${id}`);
    const current = page.locator('article[aria-current=true]');
    await current.waitFor();
    expect(await current.getAttribute('data-id')).toBe(id);
    expect(await articles(page).count()).toBeGreaterThan(3);
    await page.getByRole('link', { name: 'All of the feed' }).click();
    await page.getByPlaceholder('Search the feed').waitFor();
  });
});

describe('filters', () => {
  it('are in the address, and the way back leads to what was there before', async () => {
    const page = await watched.open('/');
    await page.getByRole('button', { name: 'Thanks', exact: true }).click();
    await eventually(async () => expect(await articles(page).count()).toBe(1));
    expect(page.url()).toBe(`${url}/?type=thanks.*`);
    await page.getByRole('link', { name: 'Chloé Dubois' }).first().click();
    await page.getByRole('button', { name: 'Chloé Dubois: remove this filter' }).waitFor();
    expect(page.url()).toBe(`${url}/?person=chloe`);
    await page.goBack();
    await page.goBack();
    await eventually(async () => expect(await articles(page).count()).toBeGreaterThan(5));
  });

  it('that hide everything are named, and taken away by one button', async () => {
    const page = await watched.open('/?q=nowhere%20to%20be%20found&type=thanks.*');
    await page.getByText('search: nowhere to be found').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await articles(page).first().waitFor();
    expect(page.url()).toBe(`${url}/`);
  });

  it('find words while they are typed', async () => {
    const page = await watched.open('/');
    await page.getByPlaceholder('Search the feed').fill('admiral');
    await eventually(async () => expect(await articles(page).count()).toBe(1));
    expect(page.url()).toBe(`${url}/?q=admiral`);
  });
});

describe('the page', () => {
  it('is dark where the system is, or where a reader wants it, and can be read in both', async () => {
    const page = await watched.open('/', { ...NARROW, colorScheme: 'dark' });
    await articles(page).first().waitFor();
    const ground = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Light colours' }).click();
    expect(await ground()).not.toBe(dark);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('speaks Russian, the feed in it too', async () => {
    const page = await watched.open('/?group=none', { locale: 'ru-RU' });
    await page.getByRole('article', { name: 'Grace Hopper теперь с нами' }).waitFor();
    await page.getByRole('button', { name: 'Спасибо', exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('says when the feed cannot be had, and has it again on a click', async () => {
    const page = await watched.open('about:blank');
    await page.route('**/feed*', (route) => route.abort());
    await page.goto(url);
    await page.getByRole('heading', { name: 'The feed could not be loaded' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute('**/feed*');
    await page.getByRole('button', { name: 'Retry' }).click();
    await articles(page).first().waitFor();
  });

  it('loads three pages by itself as it is scrolled, then asks; and nothing jumps', async () => {
    const people = Array.from({ length: 80 }, (_, n) => hire(`Person ${n}`));
    for (const { status } of await Promise.all(people)) expect(status).toBe(201);
    // What comes after the page was opened would be behind its pill.
    await eventually(async () => expect((await readFeed(url, { limit: '80' })).items).toHaveLength(80));
    const page = await watched.open('/?group=none', { viewport: { width: 1280, height: 800 } });
    const more = page.getByRole('button', { name: 'Load more' });
    await eventually(async () => {
      await page.mouse.wheel(0, 4000);
      expect(await articles(page).count()).toBe(60);
    });
    expect(await page.evaluate('shifted')).toBeLessThan(0.01);
    await more.click();
    await eventually(async () => expect(await articles(page).count()).toBeGreaterThan(75));
    expect(await articles(page).first().getAttribute('aria-posinset')).toBe('1');
  });
});
