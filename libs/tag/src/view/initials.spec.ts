import { describe, expect, it } from 'vitest';
import { cut } from './cut.js';
import { colourOf, initialsOf } from './initials.js';

describe('the initials', () => {
  it.each([
    ['Anna Ivanova', 'AI'],
    ['Ludwig van Beethoven', 'LB'],
    ['  cher ', 'C'],
    ['Jean-Luc Picard', 'JP'],
    ['أمير حداد', 'أح'],
    ['🎉 Party', 'P'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['<b>', 'B'],
    ['', '?'],
    [null, '?'],
  ])('of %s are %s', (name, initials) => expect(initialsOf(name)).toBe(initials));
});

describe('the colour', () => {
  it('is of the id, and not always the same', () => {
    const ids = Array.from({ length: 50 }, (_, n) => `person-${n}`);
    expect(ids.map(colourOf)).toEqual(ids.map(colourOf));
    expect(new Set(ids.map(colourOf)).size).toBe(8);
  });
});

describe('what is too long', () => {
  it('is cut between letters, as people count them', () => {
    expect(cut('Anna', 4)).toBe('Anna');
    expect(cut('Anna Ivanova', 6)).toBe('Anna…');
    expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…');
    expect(cut('👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧👩‍👩‍👧');
  });
});
