import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contracts } from '#lib/contracts';
import {
  type Args,
  entryCardOf,
  groupArgs,
  groupRulesByName,
  type Locale,
  LOCALES,
  mentionOf,
  namedIn,
  renderMessage,
  textOf,
} from './index.js';

const golden = (type: string): never =>
  JSON.parse(readFileSync(new URL(`../../contracts/golden/${type}.json`, import.meta.url), 'utf8')) as never;

describe('a group', () => {
  const grouped = contracts.map(({ type }) => type).filter((type) => entryCardOf(type)?.group);
  const said = (type: string, locale: Locale, count: number, isTruncated = false): string => {
    const card = entryCardOf(type)!;
    // A group by recipient is one of entries that have one.
    const args = Object.entries(card.args(golden(type))).map(([name, arg]) => [
      name,
      name === card.group!.by && arg.type === 'list' ? { ...arg, items: arg.items.slice(0, 1) } : arg,
    ]);
    const all = groupArgs(Object.fromEntries(args) as Args, count, isTruncated);
    const names = namedIn(all).map((arg) => [mentionOf(arg), 'Anna']);
    const parts = renderMessage(card.group!.text[locale], all, locale, Object.fromEntries(names) as never);
    return textOf(parts);
  };

  it.each(grouped)('of %s is by what its entries name, and says how many there are', (type) => {
    const { by, minimum } = entryCardOf(type)!.group!;
    if (by !== undefined) expect(namedIn({ by: entryCardOf(type)!.args(golden(type))[by]! })).not.toEqual([]);
    expect(minimum).toBeGreaterThan(1);
    for (const locale of LOCALES)
      for (const count of [minimum, 5, 22, 1_000]) {
        expect(said(type, locale, count)).not.toMatch(/undefined|[{}#+]/);
        expect(said(type, locale, count)).not.toEqual(said(type, locale, count + 2));
        expect(said(type, locale, count, true)).toContain('+');
      }
  });

  it('has one rule for each kind', () => {
    expect([...groupRulesByName().keys()]).toEqual(grouped.map((type) => type.replace(/\.v\d+$/, '')));
  });

  it('has the right plural', () => {
    const hired = (count: number) => LOCALES.map((locale) => said('employee.hired.v1', locale, count));
    expect(hired(5)).toEqual(['Anna and 4 others joined', 'Anna и ещё 4 человека присоединились']);
    expect(hired(6)).toEqual(['Anna and 5 others joined', 'Anna и ещё 5 человек присоединились']);
    expect(hired(22)).toEqual(['Anna and 21 others joined', 'Anna и ещё 21 человек присоединились']);
    expect(said('employee.hired.v1', 'en', 1_000, true)).toBe('Anna and 999+ others joined');
    expect(said('thanks.given.v1', 'ru', 3)).toBe('Anna: 3 благодарности, последняя от Anna');
  });
});
