import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allFaults } from '../injectors/all-faults.js';
import { allBreaks, breakNamed } from './all-breaks.js';
import { edited } from './edited.js';

const root = join(import.meta.dirname, '../../..');
const docs = readFileSync(join(root, 'docs/checker.md'), 'utf8');

describe('what is broken on purpose', () => {
  it.each(allBreaks)('$name fits the code as it is', ({ edits }) => {
    for (const [file, own] of Map.groupBy(edits, (edit) => edit.file)) {
      const source = readFileSync(join(root, file), 'utf8');
      expect(edited(source, own)).not.toBe(source);
    }
  });

  it.each(allBreaks)('$name asks for faults that there are, in every mode it has', ({ faults, modes }) => {
    const wanted = allFaults.filter(({ kind }) => faults.includes(kind));
    expect(wanted.map(({ kind }) => kind).toSorted()).toEqual([...faults].toSorted());
    for (const mode of modes) expect(wanted.some((fault) => fault.modes.includes(mode))).toBe(true);
  });

  it.each(allBreaks)('$name is noticed by the checker', ({ caughtBy }) => {
    expect(caughtBy.length).toBeGreaterThan(0);
  });

  it.each(allBreaks)(
    '$name stands in the docs, with what it is noticed as',
    ({ name, promise, caughtBy }) => {
      expect(docs).toContain(`| \`${name}\` | ${promise} | ${caughtBy.join(', ')} |\n`);
    },
  );

  it('is found by its name, and every name is taken once', () => {
    expect(new Set(allBreaks.map(({ name }) => name)).size).toBe(allBreaks.length);
    expect(breakNamed('no-confirm').modes).toEqual(['distributed']);
    expect(() => breakNamed('no-such')).toThrow(
      'there is no break "no-such"; there are commit-not-awaited, ',
    );
  });

  it('is refused where it does not fit, or fits twice', () => {
    expect(() => edited('a b', [{ file: 'x.ts', from: 'c', to: '' }])).toThrow('x.ts has "c" 0 times');
    expect(() => edited('a a', [{ file: 'x.ts', from: 'a', to: '' }])).toThrow('x.ts has "a" 2 times');
    expect(edited('a b', [{ file: 'x.ts', from: 'a', to: '$&' }])).toBe('$& b');
  });
});
