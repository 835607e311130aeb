import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { type Entry, get, post, readWholeFeed } from './support/http.js';
import { OrgStructureClient } from './support/org-structure.client.js';
import { type RunningFeed, startApart, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let org: OrgStructureClient;

/** The texts of all entries about a department or a team, newest first. */
async function textsAbout(id: string, language = 'en'): Promise<string[]> {
  const entries = await readWholeFeed(system.feed, { type: 'department.*,team.*' });
  const about = entries.filter(({ subject }) => subject.id === id);
  const inLanguage = about.map((entry) =>
    get(`${system.feed}/feed/${entry.id}`, { 'accept-language': language }),
  );
  return (await Promise.all(inLanguage)).map(({ body }) => (body as unknown as Entry).message.text);
}

describe.each([
  ['in one process', startTogether],
  ['over RabbitMQ', startApart],
])('the feed, of departments and teams, %s', (_, start) => {
  beforeAll(async () => {
    system = await start();
    org = new OrgStructureClient(system.orgStructure);
  });
  afterAll(() => system.close());

  it('shows all that happens to a department, in both languages', async () => {
    const [product, sales] = [
      await org.create('departments', { name: 'Product' }),
      await org.create('departments', { name: 'Sales' }),
    ];
    const id = await org.create('departments', { name: 'Platform', parentId: product });
    await org.rename('departments', id, 'Tooling');
    await org.moveDepartment(id, sales);
    await org.moveDepartment(id);
    await org.moveDepartment(id, product);
    await org.dissolve('departments', id);

    await eventually(async () =>
      expect(await textsAbout(id)).toEqual([
        'Tooling has been dissolved',
        'Tooling is now part of Product',
        'Tooling is now part of no other department',
        'Tooling moved from Product to Sales',
        'Platform is now called Tooling',
        'Tooling is a new department in Product',
      ]),
    );
    expect(await textsAbout(id, 'ru')).toEqual([
      'Tooling: отдел расформирован',
      'Tooling: теперь в составе «Product»',
      'Tooling: теперь не входит в другой отдел',
      'Tooling: переход из Product в Sales',
      'Отдел «Platform» теперь называется «Tooling»',
      'Новый отдел в составе «Product»: Tooling',
    ]);
    await eventually(async () => expect(await textsAbout(sales)).toEqual(['Sales is a new department']));
  });

  it('shows all that happens to a team, in both languages', async () => {
    const [departmentId, sales] = [
      await org.create('departments', { name: 'Platform' }),
      await org.create('departments', { name: 'Sales' }),
    ];
    const id = await org.create('teams', { name: 'Search', departmentId });
    await org.rename('teams', id, 'Discovery');
    await org.moveTeam(id, sales);
    await org.dissolve('teams', id);

    await eventually(async () =>
      expect(await textsAbout(id)).toEqual([
        'Discovery has been dissolved',
        'Discovery moved from Platform to Sales',
        'Search is now called Discovery',
        'Discovery is a new team in Platform',
      ]),
    );
    expect(await textsAbout(id, 'ru')).toEqual([
      'Discovery: команда расформирована',
      'Discovery: переход из Platform в Sales',
      'Команда «Search» теперь называется «Discovery»',
      'Новая команда в составе «Platform»: Discovery',
    ]);
  });

  it('knows nobody as the doer, and links the department by its id', async () => {
    const id = await org.create('departments', { name: 'Legal' });
    await eventually(async () => {
      const entries = await readWholeFeed(system.feed, { type: 'department.created' });
      expect(entries).toContainEqual(
        expect.objectContaining({ actor: null, subject: { id, type: 'department', name: 'Legal' } }),
      );
    });
  });

  it('shows a new name on an older hire, and keeps both on the entry of the rename', async () => {
    const departmentId = await org.create('departments', { name: 'Platform' });
    const hired = { name: 'Anna Ivanova', position: 'Engineer', departmentId };
    const person = String((await post(`${system.registrar}/employees`, hired)).body['id']);
    const hires = async () =>
      (await readWholeFeed(system.feed, { person })).map(({ message }) => message.text);
    await eventually(async () => expect(await hires()).toEqual(['Anna Ivanova joined Platform as Engineer']));

    await org.rename('departments', departmentId, 'Tooling');
    await eventually(async () => expect(await textsAbout(departmentId)).toHaveLength(2));
    expect(await hires()).toEqual(['Anna Ivanova joined Tooling as Engineer']);

    await org.rename('departments', departmentId, 'Engines');
    await eventually(async () =>
      expect(await textsAbout(departmentId)).toEqual([
        'Tooling is now called Engines',
        'Platform is now called Tooling',
        'Engines is a new department',
      ]),
    );
  });
});
