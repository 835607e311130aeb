import { describe, expect, it } from 'vitest';
import { aboveLine, amongExports, amongImports, intoBlock } from './text-edits.js';

const index = `import type { Other } from '#lib/other';
import { a } from './a.js';
import {
  long,
  longer,
} from './m/long.js';
import { z } from './z.js';

export { something } from './something.js';
export {
  Ant,
  Bee,
};

const list: readonly string[] = [
  a,
];
const empty = [];
`;

describe('an edit', () => {
  it('stands above the first line that begins so', () => {
    expect(aboveLine('  b: 1\nb: 2\nb: 3\n', 'b:', 'a: 0\n')).toBe('  b: 1\na: 0\nb: 2\nb: 3\n');
    expect(aboveLine('b: 1\n', 'b:', 'a: 0\n')).toBe('a: 0\nb: 1\n');
  });

  it('goes to the end of a list', () => {
    expect(intoBlock(index, 'const list:', '  b,\n')).toContain(': readonly string[] = [\n  a,\n  b,\n];');
  });

  it.each([
    ['./0.js', "import { it } from './0.js';\nimport { a } from './a.js';"],
    ['./b.js', "import { a } from './a.js';\nimport { it } from './b.js';\nimport {\n  long,"],
    ['./n.js', "} from './m/long.js';\nimport { it } from './n.js';\nimport { z }"],
    ['./zz.js', "import { z } from './z.js';\nimport { it } from './zz.js';\n\nexport"],
  ])('imports %s in the order of paths, and never within another import', (path, expected) => {
    expect(amongImports(index, `import { it } from '${path}';\n`)).toContain(expected);
  });

  it('exports in the order of names, from the list without a file', () => {
    expect(amongExports(index, 'Bat')).toContain('export {\n  Ant,\n  Bat,\n  Bee,\n};');
    expect(amongExports(index, 'Cat')).toContain('  Bee,\n  Cat,\n};');
  });

  it('names what it looked for where that is missing', () => {
    expect(() => aboveLine(index, 'const other', '')).toThrow('no line that begins with «const other»');
    expect(() => intoBlock(index, 'const other', '')).toThrow('no line that begins with «const other»');
    expect(() => intoBlock('const list = [\n', 'const list', '')).toThrow(
      'no end of what the line «const list»',
    );
    expect(() => amongImports('', "import { it } from './it.js';\n")).toThrow(
      'no import from a relative path',
    );
    expect(() => amongExports('', 'Cat')).toThrow('no list of exports');
  });
});
