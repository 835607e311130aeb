import type { FeedClient } from '#lib/client';
import type { Persona, Session } from './session.js';

/** People of the example, with the personas among them, so that what a persona does has a name. */
const PEOPLE: readonly (readonly [id: string, name: string, position: string, department: string])[] = [
  ['anna', 'Anna Ivanova', 'Head of people', 'people'],
  ['boris', 'Boris Petrov', 'Engineer', 'engineering'],
  ['vera', 'Vera Okafor', 'Editor', 'people'],
  ['maria', 'Maria Silva', 'Privacy officer', 'people'],
  ['oleg', 'Oleg Kim', 'Site reliability engineer', 'engineering'],
  ['amir', 'أمير حداد', 'Designer', 'design'],
  ['chloe', 'Chloé Dubois', 'Product designer', 'design'],
  ['jun', 'Jun Tanaka', 'Data engineer', 'engineering'],
];
const DEPARTMENTS: readonly (readonly [id: string, name: string])[] = [
  ['engineering', 'Engineering'],
  ['design', 'Design'],
  ['people', 'People'],
];
const ANNOUNCEMENT = {
  text: {
    en: 'All hands today at four, in the big room and on the usual link. Bring your questions.',
    ru: 'Общее собрание сегодня в четыре: в большом зале и по обычной ссылке. Приходите с вопросами.',
  },
  link: 'https://meet.example/all-hands',
};
const REACTIONS: readonly (readonly [type: string, kind: string, who: readonly string[]])[] = [
  ['thanks.given', 'heart', ['anna', 'vera', 'oleg']],
  ['thanks.given', 'clap', ['boris', 'maria']],
  ['employee.position-changed', 'party', ['anna', 'vera', 'maria', 'oleg']],
  ['announcement.posted', 'like', ['boris', 'oleg']],
];

const LOOKS = 50;
const LOOK_EACH_MS = 150;

/** Has the personas of a standalone live through a day, so that there is a feed to look at. */
export async function playDay(session: Session, client: FeedClient): Promise<void> {
  const day = new Day(session);
  for (const [id, name] of DEPARTMENTS) await day.command('anna', 'POST', '/departments', { id, name });
  for (const [id, name, position, departmentId] of PEOPLE)
    await day.command('anna', 'POST', '/employees', { id, name, position, departmentId });
  await day.command('anna', 'POST', '/employees/oleg/position', { position: 'Head of reliability' });
  await day.command('anna', 'POST', '/departments/design/name', { name: 'Product design' });
  await day.command('boris', 'POST', '/thanks', {
    from: 'boris',
    to: ['chloe', 'jun'],
    message: 'The new search is a joy to use. Thank you for staying late on Thursday!',
  });
  await day.announce();
  await day.react(client);
}

class Day {
  private readonly personas: ReadonlyMap<string, Persona>;

  constructor(private readonly session: Session) {
    this.personas = new Map(session.personas.map((persona) => [persona.subject, persona]));
  }

  async command(
    who: string,
    method: string,
    path: string,
    body?: object,
    type = 'application/json',
  ): Promise<void> {
    const persona = this.personas.get(who);
    if (!persona) throw new Error(`there is no persona ${who}`);
    await fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${(await this.session.token(undefined, persona)) ?? ''}`,
        ...(body && { 'content-type': type }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  announce(): Promise<void> {
    const event = {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source: '/payroll',
      type: 'announcement.posted.v1',
      time: new Date().toISOString(),
      data: ANNOUNCEMENT,
    };
    return this.command('payroll', 'POST', '/events', event, 'application/cloudevents+json');
  }

  /** Once the feed has all: what is reacted to has to have an id. */
  async react(client: FeedClient): Promise<void> {
    let found = new Map<string, string>();
    await until(async () => {
      const { items } = await client.page({ limit: 50 });
      found = new Map(items.map(({ type, id }) => [type, id]));
      return REACTIONS.every(([type]) => found.has(type));
    });
    for (const [type, kind, who] of REACTIONS)
      for (const reader of who)
        await this.command(reader, 'PUT', `/feed/${found.get(type)}/reactions/${kind}`);
    await this.command('vera', 'PUT', `/feed/${found.get('announcement.posted')}/pin`);
    await until(async () => (await client.page({ limit: 1 })).meta.pinned?.length === 1);
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < LOOKS && !(await isSo()); looks += 1)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EACH_MS));
}
