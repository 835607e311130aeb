import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { cardOf, type Locale, LOCALES, renderCard } from './index.js';

const golden = (type: string): never =>
  JSON.parse(readFileSync(new URL(`../../contracts/golden/${type}.json`, import.meta.url), 'utf8')) as never;

function rendered(type: string, locale: Locale, name: string | undefined = 'Anna Ivanova'): string {
  const card = cardOf(type)!;
  return renderCard(card, card.args(golden(type)), locale, () => name);
}

describe('the cards', () => {
  it.each(contracts.map(({ type }) => type))('show %s in every language, naming all it speaks of', (type) => {
    for (const locale of LOCALES) expect(rendered(type, locale)).toMatch(/Anna Ivanova/);
    expect(rendered(type, 'en')).not.toEqual(rendered(type, 'ru'));
  });

  it('have an actor among their arguments', () => {
    for (const { type } of contracts) {
      const card = cardOf(type)!;
      expect(card.args(golden(type))[card.actor]?.type).toBe('person');
    }
  });

  it('say "Somebody" while a name is not known yet', () => {
    const card = cardOf('employee.departed.v1')!;
    expect(renderCard(card, card.args(golden('employee.departed.v1')), 'en', () => undefined)).toBe(
      'Somebody is leaving the company',
    );
  });

  it('show markup in a name as it was typed', () => {
    expect(rendered('employee.departed.v1', 'en', "<b>O'Neil</b> {x}")).toBe(
      "<b>O'Neil</b> {x} is leaving the company",
    );
  });
});
