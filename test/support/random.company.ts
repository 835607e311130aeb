import { entryIdOf } from '#lib/read-model';
import type { Random } from '../../tools/faults/random.js';
import { type Answer, as, post, send } from './http.js';
import { announcement, IntakeClient } from './intake.client.js';
import { OrgStructureClient } from './org-structure.client.js';
import { ReactionsClient } from './reactions.client.js';
import type { RunningFeed } from './running-feed.js';
import { ThanksClient } from './thanks.client.js';

const NAMES = ['Anna', 'Boris', 'Carla', 'Dora', 'Emil', 'Fatima', 'Gleb', 'Hana'];
const ROUND_OF_REACTIONS = 4;

/** A company in which anything happens to anybody, as the numbers are drawn. */
export class RandomCompany {
  readonly people: string[] = [];
  readonly departments: string[] = [];
  private readonly entries: string[] = [];
  private readonly thanks: string[] = [];
  private readonly org: OrgStructureClient;

  constructor(
    private readonly system: RunningFeed,
    private readonly random: Random,
  ) {
    this.org = new OrgStructureClient(system.orgStructure);
  }

  async found(): Promise<void> {
    for (const name of ['Company', 'Platform', 'Sales', 'Web']) {
      const parentId = this.departments.at(-1);
      const of = this.departments.length > 1 ? this.departments[1] : parentId;
      const details = { name, ...(of !== undefined && { parentId: of }) };
      this.departments.push(await this.org.create('departments', details));
    }
    for (let n = 0; n < 6; n++) await this.hire();
    for (let n = 0; n < 6; n++) await this.announce();
  }

  /** One thing that happens. Refusals are part of it: it may have happened already. */
  async happen(): Promise<void> {
    const acts = [
      () => this.hire(),
      () => this.announce(),
      () => this.announce(),
      () => this.thank(),
      () => this.takeBack(),
      () => this.renamePerson(),
      () => this.renameDepartment(),
      () => this.movePerson(),
      () => this.movePerson(),
      () => this.moveDepartment(),
      () => this.curate('hidden', 'PUT'),
      () => this.curate('hidden', 'DELETE'),
      () => this.curate('pin', 'PUT'),
      () => this.react(),
      () => this.react(),
    ];
    await this.random.pick(acts)();
  }

  private async hire(): Promise<void> {
    const departmentId = this.random.pick(this.departments);
    const details = { name: this.random.pick(NAMES), position: 'Engineer', departmentId };
    const { body } = await post(`${this.system.registrar}/employees`, details);
    this.people.push(String(body['id']));
  }

  private async announce(): Promise<void> {
    const department = this.random.pick(this.departments);
    const person = this.random.pick(this.people);
    const audience = this.random.pick([
      ['everyone'],
      [`department:${department}`],
      [`department:${department}/*`],
      [`person:${person}`, `department:${department}`],
      ['role:editor'],
    ]);
    const text = { en: `${this.random.pick(['Soup', 'Cake', 'Party'])} for all` };
    const event = announcement('', { data: { text, audience, actorId: person } });
    await new IntakeClient(this.system.intake).structured(event);
    this.entries.push(entryIdOf(event.source, event.id));
  }

  private async thank(): Promise<void> {
    const [from, to] = [this.random.pick(this.people), this.random.pick(this.people)];
    if (from === to) return;
    this.thanks.push(await new ThanksClient(this.system.thanks).given(from, [to], 'Thank you'));
  }

  private async takeBack(): Promise<void> {
    if (this.thanks.length === 0) return;
    const id = this.random.pick(this.thanks);
    await new ThanksClient(this.system.thanks).takeBack(id);
  }

  private async renamePerson(): Promise<void> {
    const id = this.random.pick(this.people);
    await post(`${this.system.registrar}/employees/${id}/name`, { name: this.random.pick(NAMES) });
  }

  private async renameDepartment(): Promise<void> {
    const name = `Department ${this.random.int(1, 9)}`;
    await this.org.rename('departments', this.random.pick(this.departments), name);
  }

  private async movePerson(): Promise<void> {
    const departmentId = this.random.pick(this.departments);
    await post(`${this.system.registrar}/employees/${this.random.pick(this.people)}/department`, {
      departmentId,
    });
  }

  private async moveDepartment(): Promise<void> {
    await this.org.moveDepartment(this.random.pick(this.departments), this.random.pick(this.departments));
  }

  private async curate(aspect: 'hidden' | 'pin', method: 'PUT' | 'DELETE'): Promise<Answer> {
    const headers = await as({ subject: 'vera', roles: ['editor'] });
    const body = method === 'DELETE' ? undefined : aspect === 'hidden' ? { reason: 'Why not' } : {};
    const url = `${this.system.curation}/feed/${this.random.pick(this.entries)}/${aspect}`;
    return send(method, url, body, headers);
  }

  private async react(): Promise<void> {
    const reactions = new ReactionsClient(this.system.reactions, this.system.feed);
    const entry = this.random.pick(this.entries);
    for (let n = 0; n < ROUND_OF_REACTIONS; n++) {
      const by = this.random.pick(this.people);
      const kind = this.random.pick(['like', 'heart']);
      await (this.random.next() < 0.7 ? reactions.add(by, entry, kind) : reactions.remove(by, entry, kind));
    }
  }
}
