import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audienceOf, entryCardOf, namedIn } from '#lib/cards';
import { audiencesOf, maySee, type Membership } from '#lib/contracts';
import type { CloudEvent } from '#lib/envelope';
import { entryIdOf } from '#lib/read-model';
import { streamOf } from './company-streams.js';
import { deliver, ProjectorBench } from './projector-bench.js';

let bench: ProjectorBench;
beforeAll(async () => {
  bench = await ProjectorBench.open();
});
afterAll(() => bench.close());

const DEPARTMENTS = 6;
const PEOPLE = 5;
const ROLES = ['editor', 'kitchen'];

const department = fc.nat(DEPARTMENTS - 1);
const perhaps = fc.option(department, { nil: undefined });
const audience = fc.oneof(
  fc.constant('everyone'),
  department.map((n) => `department:d${n}`),
  department.map((n) => `department:d${n}/*`),
  fc.nat(PEOPLE - 1).map((n) => `person:p${n}`),
  fc.constantFrom(...ROLES).map((name) => `role:${name}`),
);

/** A company: where each department and each person begins, and where they go; and whom announcements ask for. */
const company = fc.record({
  departments: fc.array(fc.array(perhaps, { minLength: 1, maxLength: 3 }), {
    minLength: DEPARTMENTS,
    maxLength: DEPARTMENTS,
  }),
  people: fc.array(
    fc.record({ first: perhaps, moves: fc.array(department, { maxLength: 2 }), leaves: fc.boolean() }),
    {
      minLength: PEOPLE,
      maxLength: PEOPLE,
    },
  ),
  announcements: fc.array(fc.uniqueArray(audience, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
});
type Company = typeof company extends fc.Arbitrary<infer Drawn> ? Drawn : never;

let run = 0;

/** Its events; what is called `d1` there is another department in each run. */
function eventsOf({ departments, people, announcements }: Company): CloudEvent[] {
  const of = `r${++run}.`;
  const named = (n: number | undefined): string | undefined => (n === undefined ? undefined : `${of}d${n}`);
  const structure = departments.map(([parent, ...moves], n) => {
    const departmentId = named(n)!;
    const steps = moves.map((to) => ['department.moved.v1', { departmentId, parentId: named(to) }] as const);
    const created = { departmentId, name: departmentId, parentId: named(parent) };
    return streamOf('/org-structure', `department/${departmentId}`, [
      ['department.created.v1', created],
      ...steps,
    ]);
  });
  const staff = people.map(({ first, moves, leaves }, n) => {
    const employeeId = `${of}p${n}`;
    const begins = { employeeId, name: employeeId, position: 'Cook', departmentId: named(first) };
    const transfers = moves.map(
      (to) => ['employee.transferred.v1', { employeeId, departmentId: named(to)! }] as const,
    );
    const end = leaves ? ([['employee.departed.v1', { employeeId }]] as const) : [];
    return streamOf('/employee-registrar', `employee/${employeeId}`, [
      ['employee.hired.v1', begins],
      ...transfers,
      ...end,
    ]);
  });
  const inRun = (one: string): string => one.replace(/^(department|person):/, `$1:${of}`);
  const said = announcements.map((asked, n): CloudEvent => ({
    specversion: '1.0',
    id: `${of}${n}`,
    source: '/canteen',
    type: 'announcement.posted.v1',
    time: '2026-11-20T12:00:00.000Z',
    data: { text: { en: 'Soup' }, actorId: `${of}p${n % PEOPLE}`, audience: asked.map(inRun) },
  }));
  return [...structure.flat(), ...staff.flat(), ...said];
}

/** Where a person works after these events, and up to the top. */
function departmentsOf(events: readonly CloudEvent[], personId: string): string[] {
  const within = new Map<string, string | undefined>();
  for (const { type, data } of events)
    for (const { kind, id, departmentId } of entryCardOf(type)?.places?.(data as never) ?? [])
      within.set(`${kind} ${id}`, departmentId);
  const found: string[] = [];
  let at = within.get(`person ${personId}`);
  for (; at !== undefined && !found.includes(at); at = within.get(`department ${at}`)) found.push(at);
  return found;
}

function readersOf(events: readonly CloudEvent[]): Membership[] {
  const people = Array.from({ length: PEOPLE }, (_, n) => `r${run}.p${n}`);
  return [
    { roles: [], departments: [] },
    ...people.map((personId, n) => ({
      personId,
      roles: ROLES.slice(0, n % 3),
      departments: departmentsOf(events, personId),
    })),
  ];
}

const visibleTo = (events: readonly CloudEvent[], reader: Membership): CloudEvent[] =>
  events.filter(({ type, data }) =>
    maySee(audienceOf(entryCardOf(type)!, data as never), audiencesOf(reader)),
  );
const ids = (events: readonly CloudEvent[]): string[] =>
  events.map(({ source, id }) => entryIdOf(source, id)).toSorted();
const speakOf = (events: readonly CloudEvent[], person: string): CloudEvent[] =>
  events.filter(({ type, data }) =>
    namedIn(entryCardOf(type)!.args(data as never)).some((arg) => arg.type === 'person' && arg.id === person),
  );

describe('what readers see, whatever the company', () => {
  it('is in every answer what the predicate in memory says', async () => {
    await fc.assert(
      fc.asyncProperty(company, async (drawn) => {
        const events = eventsOf(drawn);
        // Several batches: what somebody was before is there already.
        for (let from = 0; from < events.length; from += 7)
          await bench.projector.project(deliver(...events.slice(from, from + 7)));
        for (const reader of readersOf(events)) {
          const { version, departments } = await bench.reader.position({ personId: reader.personId });
          const query = { audiences: audiencesOf({ ...reader, departments }), limit: 100_000 };
          const page = async (person?: string): Promise<string[]> => {
            const filter = person === undefined ? {} : { person };
            const { entries } = await bench.reader.page(version, { ...query, ...filter });
            return entries
              .map(({ id }) => id)
              .filter((id) => all.has(id))
              .toSorted();
          };
          const all = new Set(ids(events));
          const visible = visibleTo(events, reader);
          expect(departments).toEqual(reader.departments);
          expect(await page()).toEqual(ids(visible));
          expect(await page(`r${run}.p1`)).toEqual(ids(speakOf(visible, `r${run}.p1`)));
          const single = await Promise.all([...all].map((id) => bench.reader.entry(version, id, query)));
          expect(single.flatMap((row) => row?.id ?? []).toSorted()).toEqual(ids(visible));
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
