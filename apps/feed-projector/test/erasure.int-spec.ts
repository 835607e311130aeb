import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { statement } from '#lib/postgres';
import { type EntryRow, entryIdOf, FeedWriter } from '#lib/read-model';
import { deliver, hired, newPerson, ProjectorBench, thanked } from './projector-bench.js';
import { RebuildBench } from './rebuild-bench.js';

let bench: ProjectorBench;
let builder: RebuildBench;
beforeAll(async () => {
  bench = await ProjectorBench.open();
  builder = new RebuildBench(bench);
});
afterEach(() => builder.dropAll());
afterAll(() => bench.close());

const forgotten = (employeeId: string, sequence: number): CloudEvent =>
  hired(employeeId, sequence, { type: 'employee.forgotten.v1', data: { employeeId } });
/** Somebody's words, for few; and an editor's that nobody is to see an entry. */
const announced = (actorId: string, said: string, audience: readonly string[]): CloudEvent =>
  hired('', 1, {
    source: '/canteen',
    subject: `note/${actorId}`,
    type: 'announcement.posted.v1',
    data: { text: { en: said }, actorId, audience },
  });
const hid = (entryId: string): CloudEvent =>
  hired('', 1, {
    source: '/curation',
    subject: `curation/${entryId}`,
    type: 'entry.hidden.v1',
    data: { entryId, reason: 'a spec', by: 'eva' },
  });
const changedAfter = (v: number) =>
  statement<[position: string], { entry_id: string; audience: string[] }>(
    `spec_changed_after_v${v}`,
    `SELECT entry_id, audience FROM change_v${v} WHERE position > $1`,
  );
const project = (...events: CloudEvent[]) => bench.projector.project(deliver(...events));
const sealed = (...events: CloudEvent[]) => bench.personal.seal(events);
/** Everything of the feed, as a dump has it. */
const dumped = async () => {
  const { version } = await bench.reader.position();
  return JSON.stringify([await builder.whole(version), await builder.kept()]);
};
const texts = (entries: readonly EntryRow[]) =>
  entries.map(({ args }) => (args as { message?: unknown }).message).filter((arg) => arg !== undefined);

describe('what is personal', () => {
  it('is kept sealed, however it came: applied, waiting, or parked', async () => {
    const [anna, name] = [newPerson(), `Anna ${randomUUID()}`];
    const data = { employeeId: anna, name, position: 'Engineer' };
    await project(hired(anna, 1, { data: { ...data, position: 7 } }), hired(anna, 3, { data }));
    const ivan = newPerson();
    await project(hired(ivan, 1, { data: { ...data, employeeId: ivan } }));
    await project(hired(ivan, 3, { data: { ...data, employeeId: ivan, name: `${name} later` } }));
    expect(await bench.parkedOf(anna)).toHaveLength(2);
    expect(await bench.pendingOf(ivan)).toHaveLength(1);
    expect(JSON.stringify(await builder.kept())).not.toContain(name);
    expect((await bench.about(ivan))[0]!.names).toEqual({ [`person:${ivan}`]: name });
  });

  it('that nobody can read is parked, and is no reason to forget anybody', async () => {
    const anna = newPerson();
    const [event] = await sealed(hired(anna, 1));
    await project({ ...event!, id: randomUUID() });
    expect(await bench.parkedOf(anna)).toMatchObject([{ reason: 'personal-data-unreadable' }]);
  });
});

describe('somebody who is forgotten', () => {
  it('has no name and no texts in the feed any more, nor in one that is rebuilt', async () => {
    const [anna, boris] = [newPerson(), newPerson()];
    const [name, said] = [`Anna ${randomUUID()}`, `Thanks ${randomUUID()}`];
    const data = { employeeId: anna, name, position: 'Engineer' };
    const [thanks] = thanked(anna, [boris]);
    const [answer] = thanked(boris, [anna]);
    const told = { ...thanks, data: { ...(thanks.data as object), message: said } };
    await project(...(await sealed(hired(anna, 1, { data }), hired(boris, 1), told, answer)));
    expect(await dumped()).toContain(said);
    const before = (await bench.reader.position()).position;

    await project(forgotten(anna, 2));
    expect(await dumped()).not.toMatch(new RegExp(`${name}|${said}`));
    const left = texts(await bench.about(anna));
    expect(left).toHaveLength(2);
    expect(left).toContainEqual({ type: 'removed' });
    expect(left).toContainEqual(expect.objectContaining({ value: 'Thank you!' }));
    for (const { names } of await bench.about(anna))
      expect(names).toMatchObject({ [`person:${anna}`]: '[removed]' });
    expect(await builder.changesAfter(before)).toEqual(['named', 'updated', 'updated', 'updated']);

    const version = await builder.build(3);
    expect(await builder.verify()).toMatchObject({ verdict: 'equal', faults: [] });
    expect(JSON.stringify(await builder.whole(version))).not.toMatch(new RegExp(`${name}|${said}`));
  });

  it('says nothing more that comes late, sealed or not', async () => {
    const anna = newPerson();
    const late = [thanked(anna, [newPerson()])[0], thanked(anna, [newPerson()])[0]];
    const [first] = await sealed(late[0]!);
    await project(hired(anna, 1), forgotten(anna, 2));
    await project(first!, late[1]!);
    expect(texts(await bench.about(anna))).toEqual([{ type: 'removed' }, { type: 'removed' }]);
    await project(first!, late[1]!, hired(anna, 1, { id: 'another' }));
    expect(texts(await bench.about(anna))).toHaveLength(2);
  });

  it('loses the key with the event, also when the source could not destroy it', async () => {
    const anna = newPerson();
    const [event] = await sealed(hired(anna, 1));
    await project(event!, forgotten(anna, 2));
    const dataOf = await bench.personal.open([event!]);
    expect(dataOf(event!)).toMatchObject({ name: '[removed]' });
  });

  it('is forgotten in a version that is being built as well', async () => {
    const [anna, said] = [newPerson(), `Thanks ${randomUUID()}`];
    const [thanks] = thanked(anna, [newPerson()]);
    await project(hired(anna, 1), { ...thanks, data: { ...(thanks.data as object), message: said } });
    const version = await builder.rebuilds.start({ by: 'anna', reason: 'a spec' });
    while (
      (await builder.step(2)).did === 'wrote' &&
      !JSON.stringify(await builder.whole(version)).includes(said)
    );
    await project(forgotten(anna, 2));
    await builder.catchUp(2);
    expect(JSON.stringify(await builder.whole(version))).not.toContain(said);
    expect(await builder.verify()).toMatchObject({ verdict: 'equal', faults: [] });
  });

  it('says nothing more that another projector read before and writes after', async () => {
    const anna = newPerson();
    const [thanks] = thanked(anna, [newPerson()]);
    await project(hired(anna, 1));
    const args = {
      from: { type: 'person', id: anna },
      message: { type: 'text', value: 'Late', of: `person:${anna}` },
    };
    await project(forgotten(anna, 2));
    await new FeedWriter(bench.database).inTransaction((feed) =>
      feed.show([thanks], {
        retracted: [],
        passed: [],
        namings: [],
        names: [],
        placements: [],
        reactions: [],
        curations: [],
        forgotten: [],
        entries: [
          {
            id: entryIdOf(thanks.source, thanks.id),
            occurredAt: thanks.time,
            name: 'thanks.given',
            type: thanks.type,
            source: thanks.source,
            eventId: thanks.id,
            args,
            mentions: [`person:${anna}`],
            audience: ['everyone'],
          },
        ],
      }),
    );
    expect(texts(await bench.about(anna))).toEqual([{ type: 'removed' }]);
  });

  it('has no texts either in what few may see, and it is seen by the same as before', async () => {
    const [anna, said] = [newPerson(), `Thanks ${randomUUID()}`];
    const [thanks] = thanked(anna, [newPerson()]);
    const told = { ...thanks, data: { ...(thanks.data as object), message: said } };
    const noted = announced(anna, said, ['role:kitchen']);
    const [hidden, meant] = [told, noted].map(({ source, id }) => entryIdOf(source, id)) as [string, string];
    await project(hired(anna, 1), told, noted, hid(hidden));
    const { version, position } = await bench.reader.position();
    const { pages, mentions } = await builder.whole(version);

    await project(forgotten(anna, 2));
    expect(await dumped()).not.toContain(said);
    expect(await builder.whole(version)).toMatchObject({ pages, mentions });
    const changed = await bench.database.run(changedAfter(version), position);
    expect(changed).toContainEqual({ entry_id: hidden, audience: ['role:editor'] });
    expect(changed).toContainEqual({ entry_id: meant, audience: ['role:kitchen'] });
  });
});
