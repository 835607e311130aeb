import { describe, expect, it } from 'vitest';
import { audiencesOf, maySee, narrowed } from './index.js';

const anna = audiencesOf({ personId: 'anna', roles: ['hr'], departments: ['web', 'it'] });

describe('somebody', () => {
  it('is in the audience of everyone, of themselves, of their roles, and of their departments', () => {
    expect(anna).toEqual([
      'everyone',
      'person:anna',
      'role:hr',
      'department:web',
      'department:web/*',
      'department:it/*',
    ]);
  });

  it('sees what one of the audiences may see', () => {
    expect(maySee(['role:editor', 'department:it/*'], anna)).toBe(true);
    expect(maySee(['role:editor', 'department:it'], anna)).toBe(false);
    expect(maySee([], anna)).toBe(false);
  });

  it('who is no person and works nowhere sees what is for everyone', () => {
    expect(audiencesOf({ roles: [], departments: [] })).toEqual(['everyone']);
  });
});

describe('an audience that is asked for', () => {
  it.each([
    [['everyone'], undefined, ['everyone']],
    [['everyone'], ['role:hr', 'person:anna'], ['role:hr', 'person:anna']],
    [['department:it/*'], ['everyone'], ['department:it/*']],
    [['department:it/*'], ['department:it'], ['department:it']],
    [['department:it'], ['department:it/*'], ['department:it']],
    [['department:it/*', 'role:hr'], ['role:hr', 'role:editor'], ['role:hr']],
    [['department:it'], ['department:web'], []],
  ] as const)('of %j asked as %j is %j', (allowed, asked, audience) => {
    expect(narrowed(allowed, asked)).toEqual(audience);
  });
});
