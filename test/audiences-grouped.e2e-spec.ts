import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { AudienceCompany, type Reader, readers } from './support/audience-company.js';
import { get, post } from './support/http.js';
import type { RunningFeed } from './support/running-feed.js';

let company: AudienceCompany;
let system: RunningFeed;

beforeAll(async () => {
  company = await AudienceCompany.start();
  system = company.system;
}, 120_000);
afterAll(() => system.close());

describe('a group', () => {
  const movers: string[] = [];
  const list = '/feed?limit=100&type=employee.transferred';

  beforeAll(async () => {
    for (const [n, from] of ['sales', 'sales', 'sales', 'it', 'it'].entries()) {
      const details = { name: `Mover ${n}`, position: 'Engineer', departmentId: company.departments[from] };
      const { body } = await post(`${system.registrar}/employees`, details);
      movers.push(String(body['id']));
      const move = { departmentId: company.departments['web'] };
      await post(`${system.registrar}/employees/${String(body['id'])}/department`, move);
    }
    const hr = await company.headersOf({ name: 'carl', roles: ['hr'] });
    await eventually(async () => expect(await company.idsOf(list, hr)).toHaveLength(movers.length));
  });

  interface Counted {
    readonly id: string;
    readonly occurredAt: string;
    readonly group?: { readonly key: string; readonly count: number };
  }
  const itemsOf = async (path: string, reader: Reader): Promise<Counted[]> =>
    (await get(system.feed + path, await company.headersOf(reader))).body['items'] as unknown as Counted[];

  it('is of what the reader may see, counts nothing else, and is opened by nobody who may see none of it', async () => {
    const all = await itemsOf(`${list}&group=auto`, { name: 'carl', roles: ['hr'] });
    const keys = all.flatMap(({ group }) => group?.key ?? []);
    const counts: number[] = [];
    for (const reader of readers) {
      const seen = await itemsOf(list, reader);
      const days = [...Map.groupBy(seen, ({ occurredAt }) => occurredAt.slice(0, 10)).values()];
      const meant = days.flatMap((day) =>
        day.length < 3 ? day.map(({ id }) => ({ id })) : [{ id: day[0]!.id, count: day.length }],
      );
      const grouped = await itemsOf(`${list}&group=auto`, reader);
      const found = grouped.map(({ id, group }) => ({ id, ...(group && { count: group.count }) }));
      expect({ reader, found }).toEqual({ reader, found: meant });
      counts.push(seen.length);
      for (const key of keys) {
        const { status, body } = await get(
          `${system.feed}/feed/groups/${key}`,
          await company.headersOf(reader),
        );
        const opened = status === 200 ? (body['items'] as unknown as Counted[]).map(({ id }) => id) : [];
        expect({ reader, status }).toEqual({ reader, status: opened.length > 0 ? 200 : 404 });
        expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining(opened));
      }
    }
    // All of it, some and nothing.
    expect(new Set(counts)).toEqual(new Set([5, 3, 2, 0]));
  });
});
