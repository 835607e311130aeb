import { entryIdOf } from '#lib/read-model';
import { eventually } from '#lib/testing';
import { AUDIENCES, type AudienceCompany, type Reader } from './audience-company.js';
import { readFeed } from './http.js';
import { announcement, IntakeClient, newSource } from './intake.client.js';

/** An announcement for each audience, and for each two neighbours, in a company's feed. */
export class AskedAnnouncements {
  /** The audiences that each asks for, by the id of its entry. */
  readonly asked = new Map<string, readonly string[]>();

  private constructor(private readonly company: AudienceCompany) {}

  /** Resolves when all are in the feed. */
  static async post(company: AudienceCompany): Promise<AskedAnnouncements> {
    const announcements = new AskedAnnouncements(company);
    await announcements.post();
    return announcements;
  }

  /** Sorted, like all that is compared with them. */
  visibleTo(reader: Reader): string[] {
    const visible = [...this.asked].filter(([, all]) => all.some((one) => AUDIENCES[one]!(reader)));
    return visible.map(([id]) => id).toSorted();
  }

  /** Those of the ids that are of announcements, sorted. */
  among(ids: readonly string[]): string[] {
    return ids.filter((id) => this.asked.has(id)).toSorted();
  }

  private async post(): Promise<void> {
    const source = newSource();
    const { company } = this;
    const single = Object.keys(AUDIENCES).map((one) => [one]);
    const both = single.slice(1).map((one, n) => [...single[n]!, ...one]);
    const events = [...single, ...both].map((audience, n) => {
      const id = `${source}-${n}`;
      this.asked.set(entryIdOf(source, id), audience);
      const data = {
        text: { en: 'Soup' },
        actorId: company.people['anna'],
        audience: audience.map((one) => company.named(one)),
      };
      return announcement('Soup', { source, id, data });
    });
    const { status } = await new IntakeClient(company.system.intake).batch(events);
    if (status !== 202) throw new Error(`POST /events: ${status}`);
    const last = [...this.asked].findLast(([, audience]) => audience.includes('role:hr'))![0];
    await eventually(async () => {
      // A list may be some milliseconds behind an entry that is asked for by itself.
      const { items } = await readFeed(company.system.feed, { limit: '100' });
      if (!items.some(({ id }) => id === last)) throw new Error('the last announcement is not there');
    });
  }
}
