import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { statement } from '#lib/postgres';
import { type EntryRow, FeedWriter } from '#lib/read-model';
import { ForgottenWatcher } from '../src/erasure/forgotten.watcher.js';
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

const redacted = ({ source, id: eventId }: CloudEvent): CloudEvent =>
  hired('', 1, {
    source: '/curation',
    subject: `redaction${source}/${eventId}`,
    type: 'text.redacted.v1',
    data: { source, eventId, by: 'paula' },
  });
const project = (...events: CloudEvent[]) => bench.projector.project(deliver(...events));
const sealed = (...events: CloudEvent[]) => bench.personal.seal(events);
/** Everything of the feed, as a dump has it. */
const dumped = async () => {
  const { version } = await bench.reader.position();
  return JSON.stringify([await builder.whole(version), await builder.kept()]);
};
const texts = (entries: readonly EntryRow[]) =>
  entries.map(({ args }) => (args as { message?: unknown }).message).filter((arg) => arg !== undefined);

describe('a text that is redacted', () => {
  /** Two texts of one author, and which of them is to go. */
  async function twoTexts(): Promise<{ anna: string; said: string; event: CloudEvent }> {
    const [anna, said] = [newPerson(), `Thanks ${randomUUID()}`];
    const [thanks] = thanked(anna, [newPerson()]);
    const event = { ...thanks, data: { ...(thanks.data as object), message: said } };
    await project(hired(anna, 1), ...(await sealed(event, thanked(anna, [newPerson()])[0])));
    expect(await dumped()).toContain(said);
    return { anna, said, event };
  }
  const leavesTheOther = async (anna: string, said: string): Promise<void> => {
    expect(await dumped()).not.toContain(said);
    const left = texts(await bench.about(anna));
    expect(left).toHaveLength(2);
    expect(left).toContainEqual({ type: 'removed' });
    expect(left).toContainEqual(expect.objectContaining({ value: 'Thank you!' }));
  };

  it('is in the feed no more, nor in one that is rebuilt, although the source could not destroy its key', async () => {
    const { anna, said, event } = await twoTexts();
    const before = (await bench.reader.position()).position;
    await project(redacted(event));
    await leavesTheOther(anna, said);
    expect(await builder.changesAfter(before)).toEqual(['updated']);
    const version = await builder.build(3);
    expect(await builder.verify()).toMatchObject({ verdict: 'equal', faults: [] });
    expect(JSON.stringify(await builder.whole(version))).not.toContain(said);
  });

  it('does not come back when it is delivered again, or comes later than its redaction', async () => {
    const [anna, said] = [newPerson(), `Thanks ${randomUUID()}`];
    const [thanks] = thanked(anna, [newPerson()]);
    const late = { ...thanks, data: { ...(thanks.data as object), message: said } };
    const [first] = await sealed(late);
    await project(hired(anna, 1), redacted(late));
    await project(first!);
    await project(first!, late);
    expect(texts(await bench.about(anna))).toEqual([{ type: 'removed' }]);
    expect(await dumped()).not.toContain(said);
  });

  it('goes out of a version that is being built as well', async () => {
    const { said, event } = await twoTexts();
    const version = await builder.rebuilds.start({ by: 'anna', reason: 'a spec' });
    while (
      (await builder.step(2)).did === 'wrote' &&
      !JSON.stringify(await builder.whole(version)).includes(said)
    );
    await project(redacted(event));
    await builder.catchUp(2);
    expect(JSON.stringify(await builder.whole(version))).not.toContain(said);
    expect(await builder.verify()).toMatchObject({ verdict: 'equal', faults: [] });
  });

  it('goes also where the feed was restored from before its redaction', async () => {
    const { anna, said, event } = await twoTexts();
    await bench.personal.redact(event, 'paula');
    await new ForgottenWatcher(new FeedWriter(bench.database), bench.personal, 30_000).look();
    await leavesTheOther(anna, said);
    const { position } = await bench.reader.position();
    await new ForgottenWatcher(new FeedWriter(bench.database), bench.personal, 30_000).look();
    expect((await bench.reader.position()).position).toBe(position);
  });

  it('goes although another projector read it before and writes it after', async () => {
    const { anna, said, event } = await twoTexts();
    const [entry] = (await bench.about(anna)).filter(({ event_id: id }) => id === event.id);
    await project(redacted(event));
    await new FeedWriter(bench.database).inTransaction(async (feed) => {
      await feed.tx.run(statement<[id: string], never>('spec_unredact', UNREDACT), entry!.id);
      const owner = `event:${event.source} ${event.id}`;
      const args = { message: { type: 'text', value: said, of: [`person:${anna}`, owner] } };
      await feed.show([event], { ...NOTHING, entries: [{ ...NO_ENTRY, id: entry!.id, args }] });
    });
    expect(await dumped()).not.toContain(said);
  });
});

/** As if it was not there yet. */
const UNREDACT = 'DELETE FROM entry_v1 WHERE id = $1::uuid';
const NOTHING = {
  retracted: [],
  entries: [],
  passed: [],
  names: [],
  namings: [],
  placements: [],
  reactions: [],
  curations: [],
  forgotten: [],
};
const NO_ENTRY = {
  occurredAt: '2026-11-20T10:00:00Z',
  name: 'thanks.given',
  type: 'thanks.given.v1',
  source: '/thanks',
  eventId: 'of a spec',
  mentions: [],
  audience: [],
};
