import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, get, post } from './support/http.js';
import { type Collection, OrgStructureClient } from './support/org-structure.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

let system: RunningFeed;
let org: OrgStructureClient;
beforeAll(async () => {
  system = await startTogether();
  org = new OrgStructureClient(system.orgStructure);
});
afterAll(() => system.close());

describe('a department', () => {
  it('is read back, with the version as entity tag and where it is', async () => {
    const { body, headers, status } = await post(org.urlOf('departments'), { name: 'Platform' });
    const id = String(body['id']);
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([
      201,
      '"1"',
      `/departments/${id}`,
    ]);
    const moved = await post(org.urlOf('departments', id, 'parent'), undefined);
    expect([moved.status, moved.body]).toEqual([200, { id, version: 1 }]);
    const answer = await get(org.urlOf('departments', id));
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toEqual({ id, version: 1, name: 'Platform', dissolved: false });
  });

  it('goes into no department that is unknown, dissolved, itself or part of it', async () => {
    const id = await org.create('departments', { name: 'Platform' });
    const part = await org.create('departments', { name: 'Tooling', parentId: id });
    const partOfPart = await org.create('departments', { name: 'Hammers', parentId: part });
    const gone = await org.create('departments', { name: 'Gone' });
    await org.dissolve('departments', gone);
    const moveTo = (parentId: string) => org.moveDepartment(id, parentId);
    expectProblem(await moveTo('nowhere'), 422, 'department-unknown');
    expectProblem(await moveTo(gone), 422, 'department-unknown');
    expectProblem(await moveTo(id), 422, 'department-own-parent');
    expectProblem(await moveTo(part), 422, 'department-cycle');
    expectProblem(await moveTo(partOfPart), 422, 'department-cycle');
    const orphan = { name: 'Orphan', parentId: gone };
    expectProblem(await post(org.urlOf('departments'), orphan), 422, 'department-unknown');
    const ownParent = { id: randomUUID(), name: 'Itself' };
    expectProblem(
      await post(org.urlOf('departments'), { ...ownParent, parentId: ownParent.id }),
      422,
      'department-own-parent',
    );
    expect((await get(org.urlOf('departments', id))).body).toMatchObject({ version: 1 });
  });

  it('that is created again under its key gets the first answer, also when its parent is gone by then', async () => {
    const parentId = await org.create('departments', { name: 'Product' });
    const headers = { 'idempotency-key': randomUUID() };
    const first = await post(org.urlOf('departments'), { name: 'Platform', parentId }, headers);
    await org.dissolve('departments', parentId);
    const again = await post(org.urlOf('departments'), { name: 'Platform', parentId }, headers);
    expect(again).toMatchObject({ status: 201, body: first.body });
  });
});

describe('a team', () => {
  it('is read back, with the version as entity tag and where it is', async () => {
    const departmentId = await org.create('departments', { name: 'Platform' });
    const { body, headers, status } = await post(org.urlOf('teams'), { name: 'Search', departmentId });
    const id = String(body['id']);
    expect([status, headers.get('etag'), headers.get('location')]).toEqual([201, '"1"', `/teams/${id}`]);
    const answer = await get(org.urlOf('teams', id));
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toEqual({ id, version: 1, name: 'Search', departmentId, dissolved: false });
  });

  it('is in a department that exists', async () => {
    const departmentId = await org.create('departments', { name: 'Platform' });
    const id = await org.create('teams', { name: 'Search', departmentId });
    const lost = { name: 'Search', departmentId: 'nowhere' };
    expectProblem(await post(org.urlOf('teams'), lost), 422, 'department-unknown');
    expectProblem(await org.moveTeam(id, 'nowhere'), 422, 'department-unknown');
  });
});

describe.each(['department', 'team'] as const)('a %s', (kind) => {
  const collection: Collection = `${kind}s`;
  const created = async () => {
    const departmentId = await org.create('departments', { name: 'Platform' });
    return kind === 'department' ? departmentId : org.create('teams', { name: 'Search', departmentId });
  };

  it('is dissolved once, and changes nothing more', async () => {
    const id = await created();
    const { status, body, headers } = await org.dissolve(collection, id);
    expect({ status, body }).toEqual({ status: 200, body: { id, version: 2 } });
    expect([headers.get('etag'), headers.get('location')]).toEqual(['"2"', `/${collection}/${id}`]);
    expectProblem(await org.dissolve(collection, id), 422, `${kind}-dissolved`);
    expectProblem(await org.rename(collection, id, 'Tooling'), 422, `${kind}-dissolved`);
    expect((await get(org.urlOf(collection, id))).body).toMatchObject({ version: 2, dissolved: true });
  });

  it('that is dissolved again under the same key gets the first answer', async () => {
    const id = await created();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await org.dissolve(collection, id, headers);
    expect(await org.dissolve(collection, id, headers)).toMatchObject({ status: 200, body: first.body });
    expectProblem(await org.dissolve(collection, await created(), headers), 422, 'idempotency-key-reused');
  });

  it('is dissolved only at the version that was asked for', async () => {
    const id = await created();
    await org.rename(collection, id, 'Tooling');
    expectProblem(await org.dissolve(collection, id, { 'if-match': '"1"' }), 412, 'version-not-met');
    expect(await org.dissolve(collection, id, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
  });

  it('that nobody created is not found', async () => {
    expectProblem(await get(org.urlOf(collection, 'nothing')), 404, 'not-found');
    expectProblem(await org.rename(collection, 'nothing', 'Tooling'), 404, 'not-found');
    expectProblem(await org.dissolve(collection, 'nothing'), 404, 'not-found');
  });

  it('keeps the name it has without an event', async () => {
    const id = await created();
    await org.rename(collection, id, 'Tooling');
    expect((await org.rename(collection, id, 'Tooling')).body).toEqual({ id, version: 2 });
  });
});
