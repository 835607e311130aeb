import { type Persona, ROLES } from '#lib/identity';
import { as, type Entry, get, post } from './http.js';
import { OrgStructureClient } from './org-structure.client.js';
import { type RunningFeed, startTogether } from './running-feed.js';

/** The company: department and what it is part of, person and where they work. */
const PART_OF: Record<string, string | undefined> = {
  company: undefined,
  it: 'company',
  web: 'it',
  sales: 'company',
};
const WORKS_IN: Record<string, string | undefined> = {
  anna: 'it',
  boris: 'web',
  olga: 'sales',
  carl: undefined,
};

/** Every kind of audience, and who is in it. */
export const AUDIENCES: Record<string, (who: Reader) => boolean> = {
  everyone: () => true,
  'person:anna': ({ name }) => name === 'anna',
  'department:it': ({ name }) => name === 'anna',
  'department:it/*': ({ name }) => ['anna', 'boris'].includes(name),
  'department:web': ({ name }) => name === 'boris',
  'department:web/*': ({ name }) => name === 'boris',
  'department:company': () => false,
  'department:company/*': ({ name }) => ['anna', 'boris', 'olga'].includes(name),
  'role:kitchen': ({ groups = [] }) => groups.includes('kitchen'),
  ...Object.fromEntries(
    ROLES.map((role) => [`role:${role}`, ({ roles = [] }: Reader) => roles.includes(role)]),
  ),
};

export interface Reader extends Omit<Persona, 'subject'> {
  readonly name: string;
}

/** Everybody without a role, with each, and in a group: one of ours by its name does not make them have the role. */
export const readers: Reader[] = [
  ...Object.keys(WORKS_IN).flatMap((name) => [{ name }, ...ROLES.map((role) => ({ name, roles: [role] }))]),
  { name: 'carl', groups: ['kitchen', 'hr'] },
  { name: 'payroll', source: '/payroll' },
];

/** A company in a running system, with the ids that names have. */
export class AudienceCompany {
  readonly departments: Record<string, string> = {};
  readonly people: Record<string, string> = {};
  readonly org: OrgStructureClient;

  private constructor(readonly system: RunningFeed) {
    this.org = new OrgStructureClient(system.orgStructure);
  }

  static async start(): Promise<AudienceCompany> {
    const company = new AudienceCompany(await startTogether({ STREAMS_PER_PERSON: '1000' }));
    await company.found();
    return company;
  }

  headersOf({ name, ...persona }: Reader): Promise<{ authorization: string }> {
    return as({ subject: this.people[name] ?? name, ...persona });
  }

  /** The same audience with the ids that names have. */
  named(audience: string): string {
    return audience.replace(
      /(department|person):(\w+)/,
      (_, kind: string, name: string) =>
        `${kind}:${kind === 'person' ? this.people[name] : this.departments[name]}`,
    );
  }

  /** The ids of a list. */
  async idsOf(path: string, headers: { authorization: string }): Promise<string[]> {
    const { status, body } = await get(this.system.feed + path, headers);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return (body['items'] as unknown as Entry[]).map(({ id }) => id);
  }

  private async found(): Promise<void> {
    for (const [name, parent] of Object.entries(PART_OF)) {
      const parentId = this.departments[parent ?? ''];
      this.departments[name] = await this.org.create('departments', {
        name,
        ...(parentId !== undefined && { parentId }),
      });
    }
    for (const [name, department] of Object.entries(WORKS_IN)) {
      const departmentId = this.departments[department ?? ''];
      const details = { name, position: 'Engineer', ...(departmentId !== undefined && { departmentId }) };
      this.people[name] = String((await post(`${this.system.registrar}/employees`, details)).body['id']);
    }
  }
}
