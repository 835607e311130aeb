import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { cardOf, type Locale, LOCALES, mentionOf, renderCard } from './index.js';

const golden = (type: string): never =>
  JSON.parse(readFileSync(new URL(`../../contracts/golden/${type}.json`, import.meta.url), 'utf8')) as never;

function rendered(type: string, locale: Locale, name = 'Anna Ivanova'): string {
  const card = cardOf(type)!;
  const args = card.args(golden(type));
  const names = Object.values(args).map((arg) => [
    mentionOf(arg),
    arg.type === 'person' ? name : `the ${arg.type}`,
  ]);
  return renderCard(card, args, locale, Object.fromEntries(names) as Record<string, string>);
}

describe('the cards', () => {
  it.each(contracts.map(({ type }) => type))('show %s in every language, naming what it is about', (type) => {
    const card = cardOf(type)!;
    const subject = card.args(golden(type))[card.subject]!;
    for (const locale of LOCALES) {
      expect(rendered(type, locale)).toContain(
        subject.type === 'person' ? 'Anna Ivanova' : `the ${subject.type}`,
      );
    }
    expect(rendered(type, 'en')).not.toEqual(rendered(type, 'ru'));
  });

  it('have a person for an actor, if they have one', () => {
    for (const { type } of contracts) {
      const card = cardOf(type)!;
      if (card.actor !== undefined) expect(card.args(golden(type))[card.actor]?.type).toBe('person');
    }
  });

  it('say "Somebody" while a name is not known yet', () => {
    const card = cardOf('employee.departed.v1')!;
    const text = renderCard(card, card.args(golden('employee.departed.v1')), 'en', {});
    expect(text).toBe('Somebody is leaving the company');
  });

  it('say what is known', () => {
    const card = cardOf('employee.hired.v1')!;
    const hired = { employeeId: '1', name: 'Anna', position: 'Engineer' };
    const text = (data: object) =>
      renderCard(card, card.args(data as never), 'en', { 'department:d': 'Platform' });
    expect(text(hired)).toBe('Somebody joined as Engineer');
    expect(text({ ...hired, departmentId: 'd' })).toBe('Somebody joined Platform as Engineer');
  });

  it('show markup in a name as it was typed', () => {
    expect(rendered('employee.departed.v1', 'en', "<b>O'Neil</b> {x}")).toBe(
      "<b>O'Neil</b> {x} is leaving the company",
    );
  });
});
