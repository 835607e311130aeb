import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { type CardArg, cardOf, type Locale, LOCALES, mentionOf, renderCard } from './index.js';

const golden = (type: string): never =>
  JSON.parse(readFileSync(new URL(`../../contracts/golden/${type}.json`, import.meta.url), 'utf8')) as never;

function rendered(type: string, locale: Locale, name = 'Anna Ivanova'): string {
  const card = cardOf(type)!;
  const args = card.args(golden(type));
  const names = Object.values(args).map((arg) => [mentionOf(arg), calledAfter(type, arg, name)]);
  return renderCard(card, args, locale, Object.fromEntries(names) as Record<string, string>);
}

/** The name that the event tells, of a person the given one; of what it tells no name, a word for its kind. */
function calledAfter(type: string, arg: CardArg, name = 'Anna Ivanova'): string {
  if (arg.type === 'person') return name;
  const told = cardOf(type)!.names?.(golden(type)) ?? [];
  return told.find((naming) => `${naming.kind}:${naming.id}` === mentionOf(arg))?.name ?? `the ${arg.type}`;
}

describe('the cards', () => {
  it.each(contracts.map(({ type }) => type))('show %s in every language, naming what it is about', (type) => {
    const card = cardOf(type)!;
    const subject = card.args(golden(type))[card.subject]!;
    for (const locale of LOCALES) {
      expect(rendered(type, locale)).toContain(calledAfter(type, subject));
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

  it.each(['department.renamed.v1', 'team.renamed.v1'])(
    'keep both names of %s, whatever it is called later',
    (type) => {
      const card = cardOf(type)!;
      const { name, previousName } = golden(type) as { name: string; previousName: string };
      const args = card.args(golden(type));
      const later = { [mentionOf(args[card.subject]!)!]: 'Something else' };
      for (const locale of LOCALES) {
        const text = renderCard(card, args, locale, later);
        expect(text).toContain(previousName);
        expect(text).toContain(name);
        expect(text).not.toContain('Something else');
      }
    },
  );

  it('say where a department is, as far as it is anywhere', () => {
    const text = (type: string, data: object) => {
      const card = cardOf(type)!;
      const names = { 'department:d': 'Platform', 'department:p': 'Product', 'department:q': 'Sales' };
      return renderCard(card, card.args({ departmentId: 'd', ...data } as never), 'en', names);
    };
    expect(text('department.created.v1', {})).toBe('Platform is a new department');
    expect(text('department.created.v1', { parentId: 'p' })).toBe('Platform is a new department in Product');
    expect(text('department.moved.v1', { parentId: 'p' })).toBe('Platform is now part of Product');
    expect(text('department.moved.v1', { parentId: 'p', previousParentId: 'q' })).toBe(
      'Platform moved from Sales to Product',
    );
    expect(text('department.moved.v1', { previousParentId: 'q' })).toBe(
      'Platform is now part of no other department',
    );
  });

  it('show markup in a name as it was typed', () => {
    expect(rendered('employee.departed.v1', 'en', "<b>O'Neil</b> {x}")).toBe(
      "<b>O'Neil</b> {x} is leaving the company",
    );
  });
});
