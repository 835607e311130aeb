import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import { ContractRegistry, ownersOf, withoutField } from '#lib/envelope';
import {
  argsOf,
  cardNames,
  cardOf,
  entryCardOf,
  type Locale,
  LOCALES,
  mentionOf,
  type NamedArg,
  namedIn,
  people,
  renderCard,
  renderMessage,
  text,
  textOf,
  texts,
} from './index.js';

const golden = (type: string): never =>
  JSON.parse(readFileSync(new URL(`../../contracts/golden/${type}.json`, import.meta.url), 'utf8')) as never;

const registry = new ContractRegistry(contracts);
const types = contracts.map(({ type }) => type);
const entryTypes = types.filter((type) => entryCardOf(type) !== undefined);

function rendered(type: string, locale: Locale, name = 'Anna Ivanova'): string {
  const card = entryCardOf(type)!;
  const args = card.args(golden(type));
  const names = namedIn(args).map((arg) => [mentionOf(arg), calledAfter(type, arg, name)]);
  return renderCard(card, args, locale, Object.fromEntries(names) as Record<string, string>);
}

/** The name that the event tells, of a person the given one; of what it tells no name, a word for its kind. */
function calledAfter(type: string, arg: NamedArg, name = 'Anna Ivanova'): string {
  if (arg.type === 'person') return name;
  const told = entryCardOf(type)!.names?.(golden(type)) ?? [];
  return told.find((naming) => `${naming.kind}:${naming.id}` === mentionOf(arg))?.name ?? `the ${arg.type}`;
}

describe('the cards', () => {
  it.each(types)('have one for %s', (type) => {
    expect(cardOf(type)).toBeDefined();
  });

  it.each(entryTypes)('show %s in every language, naming what it is about', (type) => {
    const card = entryCardOf(type)!;
    const args = card.args(golden(type));
    const about = card.subject === undefined ? [] : namedIn({ subject: args[card.subject]! });
    for (const locale of LOCALES) {
      for (const arg of about) expect(rendered(type, locale)).toContain(calledAfter(type, arg));
      expect(rendered(type, locale)).not.toMatch(/undefined|[{}]/);
    }
    expect(rendered(type, 'en')).not.toEqual(rendered(type, 'ru'));
  });

  it.each(entryTypes)('speak in %s of nothing but what they have, and have what they name', (type) => {
    const card = entryCardOf(type)!;
    const args = card.args(golden(type));
    if (card.subject !== undefined) expect(Object.keys(args)).toContain(card.subject);
    if (card.actor !== undefined) expect(args[card.actor]?.type).toBe('person');
  });

  it('are a kind of entry each by its own name, but for those that show no entry', () => {
    expect(cardNames()).toEqual(expect.arrayContaining(['employee.hired', 'thanks.given']));
    expect(cardNames()).not.toEqual(expect.arrayContaining(['reaction.added']));
    expect(cardNames()).not.toEqual(expect.arrayContaining(['thanks.taken-back']));
  });

  it('name the first few of many people, and count the others', () => {
    const card = entryCardOf('thanks.given.v1')!;
    const thanked = (count: number, locale: Locale): string => {
      const ids = Array.from({ length: count }, (_, n) => `p${n}`);
      const args = { ...card.args(golden('thanks.given.v1')), recipients: people(ids) };
      const names = Object.fromEntries(ids.map((id) => [`person:${id}`, id.toUpperCase()]));
      return renderCard(card, args, locale, names);
    };
    expect(thanked(1, 'en')).toContain('thanked P0:');
    expect(thanked(2, 'en')).toContain('thanked P0 and P1:');
    expect(thanked(4, 'en')).toContain('thanked P0, P1, P2, and P3:');
    expect(thanked(5, 'en')).toContain('thanked P0, P1, P2, and 2 others:');
    expect(thanked(50, 'ru')).toContain('благодарит P0, P1, P2 и ещё 47:');
  });

  it('speak in the language of the reader, or else in English, or else in what there is', () => {
    const card = entryCardOf('announcement.posted.v1')!;
    const said = (values: Record<string, string>) =>
      LOCALES.map((locale) => renderCard(card, { text: texts(values) }, locale, {}));
    expect(said({ en: 'Hello', ru: 'Привет' })).toEqual(['Hello', 'Привет']);
    expect(said({ en: 'Hello', de: 'Hallo' })).toEqual(['Hello', 'Hello']);
    expect(said({ de: 'Hallo' })).toEqual(['Hallo', 'Hallo']);
  });

  it('say "Somebody" while a name is not known yet', () => {
    const card = entryCardOf('employee.departed.v1')!;
    const text = renderCard(card, card.args(golden('employee.departed.v1')), 'en', {});
    expect(text).toBe('Somebody is leaving the company');
  });

  it('say what is known', () => {
    const card = entryCardOf('employee.hired.v1')!;
    const hired = { employeeId: '1', name: 'Anna', position: 'Engineer' };
    const text = (data: object) =>
      renderCard(card, card.args(data as never), 'en', { 'department:d': 'Platform' });
    expect(text(hired)).toBe('Somebody joined as Engineer');
    expect(text({ ...hired, departmentId: 'd' })).toBe('Somebody joined Platform as Engineer');
  });

  it.each(['department.renamed.v1', 'team.renamed.v1'])(
    'keep both names of %s, whatever it is called later',
    (type) => {
      const card = entryCardOf(type)!;
      const { name, previousName } = golden(type) as { name: string; previousName: string };
      const args = card.args(golden(type));
      const later = { [mentionOf(args[card.subject!] as NamedArg)]: 'Something else' };
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
      const card = entryCardOf(type)!;
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

  it('count by a number that is told as a text', () => {
    const message = '{years, plural, one {# year} other {# years}}';
    const said = (years: string) => textOf(renderMessage(message, { years: text(years) }, 'en', {}));
    expect([said('1'), said('5')]).toEqual(['1 year', '5 years']);
  });

  it('show markup in a name as it was typed', () => {
    expect(rendered('employee.departed.v1', 'en', "<b>O'Neil</b> {x}")).toBe(
      "<b>O'Neil</b> {x} is leaving the company",
    );
  });
});

describe('what a card tells of a person', () => {
  const personal = entryTypes.flatMap((type) =>
    registry.personalFields(type).map((field) => ({ type, name: field.name, field })),
  );
  const event = { source: '/a', id: 'b' };
  const erased = (args: object) =>
    Object.entries(args).filter(([, arg]) => (arg as { of?: string }).of === undefined);

  it.each(personal)('of $type: $name goes with its owner, whom the entry speaks of', ({ type, field }) => {
    const [card, data] = [entryCardOf(type)!, golden(type) as Record<string, unknown>];
    const args = argsOf(card, event, data);
    expect(namedIn(args).map(mentionOf)).toContain(ownersOf({ ...event, data }, field)[0]);
    const value = data[field.name];
    for (const text of typeof value === 'string' ? [value] : Object.values(value as object))
      expect(JSON.stringify(erased(args))).not.toContain(text);
  });

  it.each(personal)('of $type: without $name it is told that something was removed', ({ type, field }) => {
    const card = entryCardOf(type)!;
    const args = argsOf(card, event, withoutField(golden(type), field));
    for (const [name, arg] of Object.entries(argsOf(card, event, golden(type))))
      if ('of' in arg && arg.of !== undefined) expect(args[name]).toEqual({ type: 'removed' });
    for (const locale of LOCALES) expect(renderCard(card, args, locale, {})).not.toMatch(/undefined|[{}]/);
  });

  it('is a former colleague, and a text that was removed, in the language of the reader', () => {
    const card = entryCardOf('thanks.given.v1')!;
    const data = { thanksId: '1', from: 'a', to: ['b'], message: '[removed]' };
    const names = { 'person:a': '[removed]', 'person:b': 'Boris' };
    const said = LOCALES.map((locale) => renderCard(card, card.args(data as never), locale, names));
    expect(said).toEqual([
      'Former colleague thanked Boris: [removed]',
      'Бывший коллега благодарит Boris: [удалено]',
    ]);
  });
});
