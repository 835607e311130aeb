import { setTimeout as delay } from 'node:timers/promises';
import { DEPARTMENTS, KINDS, MESSAGES, nameOf, positionOf, TEAMS } from './people.js';
import type { PortalClient } from './portal.client.js';
import type { Steps } from './steps.js';

/** What the day must leave in the feed, beside what was there before. */
export interface Expected {
  /** How many entries of each kind. */
  readonly entries: Record<string, number>;
  /** Who reacted to which entry, and how. */
  readonly reactions: Map<string, { readonly personId: string; readonly kind: string }[]>;
}

const HIRES = 200;
const TRANSFERS = 24;
const PROMOTIONS = 16;
const NEW_NAMES = 8;
const THANKS = 60;
const TAKEN_BACK = 6;
const REACTING = 40;
const DEPARTURES = 10;

/** Steps that need nothing of each other go side by side. */
export async function liveOneDay(portal: PortalClient, steps: Steps): Promise<Expected> {
  const thanksBefore = await thanksShown(portal);
  const departments = await steps.each('departments', DEPARTMENTS, (name) =>
    portal.create('/departments', { name }),
  );
  const teams = await steps.each(
    'teams',
    departments.flatMap((departmentId) => TEAMS.map((name) => ({ name, departmentId }))),
    (team) => portal.create('/teams', team),
  );
  const people = await steps.each('hires', numbers(HIRES), (n) =>
    portal.create('/employees', {
      name: nameOf(n),
      position: positionOf(n),
      departmentId: departments[n % 8],
      teamId: teams[(n % 8) * 2 + (n % 2)],
    }),
  );
  await move(portal, steps, people, departments, teams);
  const thanks = await steps.each('thanks', numbers(THANKS), (n) =>
    portal.as({ subject: people[n]! }).create('/thanks', {
      from: people[n],
      to: numbers(1 + (n % 6)).map((k) => people[n + k + 1]),
      message: MESSAGES[n % MESSAGES.length],
    }),
  );
  await untilShown(portal, thanksBefore + THANKS);
  await steps.each('taken back', numbers(TAKEN_BACK), (n) =>
    portal.as({ subject: people[n]! }).remove(`/thanks/${thanks[n]}`),
  );
  await steps.each('departures', people.slice(-DEPARTURES), (id) =>
    portal.change(`/employees/${id}/departure`, { lastDay: '2027-01-31' }),
  );
  await steps.each('announcements', announcements(), (event) =>
    portal.as({ subject: event.source.slice(1), source: event.source }).change('/events', event),
  );
  // Or somebody would react to what has been taken back.
  await untilShown(portal, thanksBefore + THANKS - TAKEN_BACK);
  return { entries: entriesOf(), reactions: await react(portal, steps, people) };
}

async function thanksShown(portal: PortalClient): Promise<number> {
  return (await portal.wholeFeed('en')).filter(({ type }) => type === 'thanks.given').length;
}

/** The feed follows the sources, by more than some milliseconds where a machine is busy. */
async function untilShown(portal: PortalClient, thanks: number): Promise<void> {
  for (let tries = 0; (await thanksShown(portal)) !== thanks; tries++) {
    if (tries === 300) throw new Error(`the feed does not come to ${thanks} thanks`);
    await delay(100);
  }
}

async function move(
  portal: PortalClient,
  steps: Steps,
  people: readonly string[],
  departments: readonly string[],
  teams: readonly string[],
): Promise<void> {
  await steps.each('transfers', numbers(TRANSFERS), (n) =>
    portal.change(`/employees/${people[n]}/department`, { departmentId: departments[(n + 1) % 8] }),
  );
  await steps.each('new positions', numbers(PROMOTIONS), (n) =>
    portal.change(`/employees/${people[50 + n]}/position`, { position: `Lead ${positionOf(50 + n)}` }),
  );
  await steps.each('new names', numbers(NEW_NAMES), (n) =>
    portal.change(`/employees/${people[80 + n]}/name`, { name: `${nameOf(80 + n)}-Novak` }),
  );
  await steps.each('reorganisation', reorganisation(departments, teams), (step) => step(portal));
}

function reorganisation(departments: readonly string[], teams: readonly string[]) {
  const [product, platform, design] = departments;
  return [
    (portal: PortalClient) => portal.change(`/departments/${platform}/name`, { name: 'Platform and Tools' }),
    (portal: PortalClient) => portal.change(`/departments/${design}/parent`, { parentId: product }),
    (portal: PortalClient) => portal.change(`/teams/${teams[0]}/name`, { name: 'Alpha Centauri' }),
    (portal: PortalClient) => portal.change(`/teams/${teams[1]}/department`, { departmentId: platform }),
    (portal: PortalClient) => portal.remove(`/teams/${teams[15]}`),
    async (portal: PortalClient) => {
      const id = await portal.create('/departments', { name: 'Skunkworks' });
      await portal.remove(`/departments/${id}`);
    },
  ];
}

const announcements = () =>
  ['demo-canteen', 'demo-office'].map((system, n) => ({
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: `/${system}`,
    type: 'announcement.posted.v1',
    time: new Date().toISOString(),
    data: {
      text: [
        { en: 'The canteen opens at noon', ru: 'Столовая открывается в полдень' },
        { en: 'The lift is being repaired', ru: 'Лифт ремонтируют' },
      ][n]!,
      link: `https://portal.example/${system}`,
    },
  }));

/** Many react to a few, a few to many; some take it back. */
async function react(
  portal: PortalClient,
  steps: Steps,
  people: readonly string[],
): Promise<Expected['reactions']> {
  const entries = (await portal.wholeFeed('en')).slice(0, REACTING);
  const wanted = entries.flatMap(({ id }, n) =>
    people
      .slice(0, n === 0 ? 100 : 1 + (n % 7))
      .map((personId, k) => ({ entryId: id, personId, kind: KINDS[(n + k) % KINDS.length]! })),
  );
  await steps.each('reactions', wanted, (r) => portal.react('PUT', r.entryId, r.kind, r.personId));
  const removed = new Set(wanted.filter((_, n) => n % 10 === 9));
  await steps.each('reactions removed', [...removed], (r) =>
    portal.react('DELETE', r.entryId, r.kind, r.personId),
  );
  return Map.groupBy(
    wanted.filter((reaction) => !removed.has(reaction)),
    ({ entryId }) => entryId,
  );
}

const entriesOf = (): Record<string, number> => ({
  'department.created': DEPARTMENTS.length + 1,
  'department.renamed': 1,
  'department.moved': 1,
  'department.dissolved': 1,
  'team.created': DEPARTMENTS.length * TEAMS.length,
  'team.renamed': 1,
  'team.moved': 1,
  'team.dissolved': 1,
  'employee.hired': HIRES,
  'employee.transferred': TRANSFERS,
  'employee.position-changed': PROMOTIONS,
  'employee.renamed': NEW_NAMES,
  'employee.departed': DEPARTURES,
  'thanks.given': THANKS - TAKEN_BACK,
  'announcement.posted': 2,
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
