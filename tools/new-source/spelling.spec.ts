import { describe, expect, it } from 'vitest';
import { isKebab, singularOf, spell } from './spelling.js';

describe('a name', () => {
  it('is spelled as each kind of file wants it', () => {
    expect(spell('town-hall')).toEqual({
      kebab: 'town-hall',
      snake: 'town_hall',
      constant: 'TOWN_HALL',
      camel: 'townHall',
      pascal: 'TownHall',
      words: 'town hall',
    });
  });

  it.each(['anniversaries', 'town-halls'])('%s is in kebab-case', (name) => {
    expect(isKebab(name)).toBe(true);
  });

  it.each([
    '',
    'TownHalls',
    'town_halls',
    'town halls',
    '-town',
    'town-',
    'town--halls',
    'q1-reviews',
    '../etc',
  ])('«%s» is not in kebab-case', (name) => {
    expect(isKebab(name)).toBe(false);
  });
});

describe('the singular', () => {
  it.each([
    ['anniversaries', 'anniversary'],
    ['town-halls', 'town-hall'],
    ['surveys', 'survey'],
    ['lunches', 'lunch'],
    ['wishes', 'wish'],
    ['boxes', 'box'],
    ['classes', 'class'],
    ['courses', 'course'],
    ['releases', 'release'],
    ['payroll', 'payroll'],
    ['status', 'status'],
    ['access', 'access'],
  ])('of %s is %s', (plural, singular) => {
    expect(singularOf(plural)).toBe(singular);
  });
});
