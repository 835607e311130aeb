import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort, newSource } from './names.js';
import { EDITS, planOf } from './plan.js';
import { Workspace } from './workspace.js';

const root = join(import.meta.dirname, '../..');
const workspace = new Workspace(root);
const townHalls = newSource('town-halls-of-nowhere', 'town-hall-of-nowhere.held', 3999);

/** The repository with some files as they are given. */
class Changed extends Workspace {
  constructor(private readonly texts: ReadonlyMap<string, string>) {
    super(root);
  }

  override read(path: string): string {
    return this.texts.get(path) ?? super.read(path);
  }

  override has(path: string): boolean {
    return this.texts.has(path) || super.has(path);
  }
}

describe('the plan of a source', () => {
  const plan = planOf(townHalls, workspace);

  it('finds a place for it in every file that lists sources', () => {
    expect([...plan.changed.keys()]).toEqual(Object.keys(EDITS));
    for (const [path, text] of plan.changed) {
      expect(text, path).toMatch(/town.?halls.?of.?nowhere|TOWN_HALLS_OF_NOWHERE/);
      expect(text.length, path).toBeGreaterThan(workspace.read(path).length);
    }
  });

  it('takes no line away, except that it writes nest-cli.json anew', () => {
    for (const [path, text] of plan.changed) {
      if (path === 'nest-cli.json') continue;
      const lines = text.split('\n');
      // A list within a sentence grows in its line.
      const gone = workspace
        .read(path)
        .split('\n')
        .filter((line) => !lines.includes(line));
      expect(gone.length, `${path}: ${gone.join('\n')}`).toBeLessThanOrEqual(path === 'README.md' ? 2 : 0);
    }
  });

  it('puts names in the place of all placeholders', () => {
    const texts = [...plan.made].flat();
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => text.includes('__'))).toEqual([]);
    expect(plan.made.get('apps/town-halls-of-nowhere/src/main.ts')).toContain('default(3999)');
    expect([...plan.made.keys()]).toContain(
      'libs/contracts/src/town-halls-of-nowhere/town-hall-of-nowhere-held.v1.ts',
    );
  });

  it('finds its places again after another source was made', () => {
    const afterwards = new Changed(plan.changed);
    const second = planOf(newSource('zoos-of-nowhere', 'zoo-of-nowhere.opened', 3998), afterwards);
    for (const [path, text] of second.changed) {
      expect(text, path).toMatch(/town.?halls.?of.?nowhere|TOWN_HALLS_OF_NOWHERE/);
      expect(text, path).toMatch(/zoos.?of.?nowhere|ZOOS_OF_NOWHERE/);
    }
  });

  it('is refused with every place that is missing, by file', () => {
    const without = new Changed(
      new Map([
        ['.env.example', ''],
        ['README.md', '# company feed\n'],
      ]),
    );
    expect(() => planOf(townHalls, without)).toThrow(
      /^\.env\.example: looked for a line that begins with «FEED_PROJECTOR_DB_PASSWORD=», .*\nREADME\.md: looked for a sentence «Each source has a port.*\nnothing was changed$/,
    );
  });

  it('is refused where a file is in the way', () => {
    const path = 'apps/town-halls-of-nowhere/src/main.ts';
    expect(() => planOf(townHalls, new Changed(new Map([[path, '']])))).toThrow(`${path}: is there already`);
  });
});

describe('the port of a source', () => {
  it('is the first that is free', () => {
    expect(freePort('3000 3001 3002', "PORT: '3003' 3005")).toBe(3004);
  });
});
