import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';

const read = (line: string) => readArguments(line.split(' ').filter(Boolean));

describe('a token is', () => {
  it('of a persona, with its roles and for half a day', () => {
    expect(read('anna')).toEqual({ persona: { subject: 'anna', roles: ['hr', 'org'] }, lifetimeS: 43_200 });
    expect(read('payroll')).toMatchObject({ persona: { source: '/payroll' } });
  });

  it('of anybody, with the roles that are given', () => {
    expect(read('id-7 --role operator --role hr --dir keys --hours 1')).toEqual({
      persona: { subject: 'id-7', roles: ['operator', 'hr'] },
      lifetimeS: 3_600,
      dir: 'keys',
    });
    expect(read('anna --role hr --role editor')).toMatchObject({
      persona: { roles: ['hr', 'org', 'editor'] },
    });
  });

  it('of a service that publishes', () => {
    expect(read('canteen --source /canteen')).toMatchObject({
      persona: { subject: 'canteen', source: '/canteen' },
    });
  });
});

describe('what is wrong is said of', () => {
  it.each([
    ['', 'whose token'],
    ['anna boris', 'boris is one word too many'],
    ['a/b', 'an id is'],
    ['..', 'an id is'],
    ['anna --role boss', '--role must be one of hr, org'],
    ['canteen --source canteen', '--source must be like /payroll'],
    ['anna --hours 0', '--hours must be'],
    ['anna --hours 9999', '--hours must be'],
    ['anna --until tomorrow', '--until'],
  ])('%j', (line, words) => {
    expect(read(line)).toEqual({ fault: expect.stringContaining(words) as string });
  });
});
