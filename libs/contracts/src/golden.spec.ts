import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ContractRegistry, isPersonal } from '#lib/envelope';
import { contracts, EmployeeHiredV1 } from './index.js';

const folder = new URL('../golden/', import.meta.url);
const golden = readdirSync(folder).map((file) => ({
  type: file.replace(/\.json$/, ''),
  data: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown,
}));
const registry = new ContractRegistry(contracts);

describe('the contracts', () => {
  it.each(golden)('still read the golden example of $type', ({ type, data }) => {
    const read = registry.read({ type, data });
    if (read.type === type) expect(read.data).toEqual(data);
  });

  it('have a golden example of every version', () => {
    expect(golden.map(({ type }) => type).toSorted()).toEqual(registry.types().toSorted());
  });

  it('mark what tells something about a person', () => {
    const fields = (EmployeeHiredV1.schema as unknown as { shape: Record<string, never> }).shape;
    expect(Object.keys(fields).filter((field) => isPersonal(fields[field]!))).toEqual(['name', 'email']);
  });
});
