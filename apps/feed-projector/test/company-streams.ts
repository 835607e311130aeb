import type { CloudEvent } from '#lib/envelope';
import { entryIdOf } from '#lib/read-model';
import { hired, newPerson, reacted, thanked } from './projector-bench.js';

type Step = readonly [type: string, data: object];

/** One stream: its events in order, a second after each other, the streams side by side. */
export function streamOf(source: string, subject: string, steps: readonly Step[]): CloudEvent[] {
  return steps.map(([type, data], n) =>
    hired('', n + 1, {
      source,
      subject,
      type,
      data,
      time: `2026-11-20T10:00:${String(n).padStart(2, '0')}.123Z`,
    }),
  );
}

function employee(employeeId: string, n: number, departments: readonly string[]): CloudEvent[] {
  const [from, to] = [departments[n % departments.length]!, departments[(n + 1) % departments.length]!];
  const steps: Step[] = [
    ['employee.hired.v1', { employeeId, name: `Person ${n}`, position: 'Engineer', departmentId: from }],
    ['employee.position-changed.v1', { employeeId, position: 'Lead', previousPosition: 'Engineer' }],
    ['employee.transferred.v1', { employeeId, departmentId: to, previousDepartmentId: from }],
    ['employee.renamed.v1', { employeeId, name: `Person ${n} renamed`, previousName: `Person ${n}` }],
    ['employee.departed.v1', { employeeId }],
  ];
  return streamOf('/employee-registrar', `employee/${employeeId}`, steps.slice(0, 1 + (n % steps.length)));
}

function department(departmentId: string, n: number): CloudEvent[] {
  const [name, later] = [`Department ${n}`, `Department ${n} renamed`];
  const steps: Step[] = [
    ['department.created.v1', { departmentId, name }],
    ['department.renamed.v1', { departmentId, name: later, previousName: name }],
    ['department.dissolved.v1', { departmentId, name: later }],
  ];
  return streamOf('/org-structure', `department/${departmentId}`, steps.slice(0, 1 + (n % steps.length)));
}

/** What editors say of an entry, one after the other. */
const WORDS = [
  ['hidden'],
  ['hidden', 'shown'],
  ['pinned', 'hidden'],
  ['pinned', 'unpinned'],
  ['hidden', 'shown', 'hidden'],
];

function curated(entryId: string, words: readonly string[]): CloudEvent[] {
  const data = { entryId, by: 'vera', reason: 'A spec' };
  return streamOf(
    '/curation',
    `curation/${entryId}`,
    words.map((word) => [`entry.${word}.v1`, data] as const),
  );
}

/**
 * Fifty streams of every kind that speak of each other: people, departments, thanks, half of them taken back, reactions,
 * what editors say.
 */
export function companyStreams(): CloudEvent[][] {
  const departments = Array.from({ length: 8 }, newPerson);
  const people = Array.from({ length: 16 }, newPerson);
  const hires = people.map((person, n) => employee(person, n, departments));
  const thanks = people.slice(0, 12).map((person, n) => {
    const both = thanked(person, [people[(n + 1) % 16]!, people[(n + 2) % 16]!]);
    return n % 2 === 0 ? both : both.slice(0, 1);
  });
  const someEntry = (n: number): string => {
    const target = n % 3 === 0 ? thanks[n % 12]![0]! : hires[n % 4]![0]!;
    return entryIdOf(target.source, target.id);
  };
  const reactions = people.slice(0, 9).map((person, n) => {
    const entryId = someEntry(n);
    const whats = ['added', 'removed', 'added'] as const;
    const likes = whats.slice(0, 1 + (n % 3)).map((what, at) => reacted(entryId, person, at + 1, what));
    return [...likes, reacted(entryId, person, likes.length + 1, 'added', 'fire')];
  });
  const curations = WORDS.map((words, n) => curated(someEntry(n), words));
  return [...departments.map(department), ...hires, ...thanks, ...reactions, ...curations];
}
