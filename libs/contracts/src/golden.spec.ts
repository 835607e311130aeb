import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ContractRegistry, ownersOf, withoutField } from '#lib/envelope';
import { contracts } from './index.js';

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
});

describe('personal fields', () => {
  const personal = golden.flatMap(({ type, data }) =>
    registry.personalFields(type).map((field) => ({ type, data: data as object, field, name: field.name })),
  );

  it('are what tells something about a person', () => {
    expect(personal.map(({ type, name }) => `${type} ${name}`)).toEqual([
      'announcement.posted.v1 text',
      'employee.hired.v1 name',
      'employee.hired.v1 email',
      'employee.renamed.v1 name',
      'employee.renamed.v1 previousName',
      'entry.hidden.v1 reason',
      'thanks.given.v1 message',
    ]);
  });

  it.each(personal)('of $type: $name says whose it is', ({ data, field }) => {
    const owner = (data as Record<string, unknown>)[field.of];
    expect(owner).toBeTypeOf('string');
    expect(ownersOf({ source: '/a', id: 'b', data }, field)[0]).toBe(`person:${String(owner)}`);
  });

  it.each(personal)('of $type: $name may be gone, and the event is read still', ({ type, data, field }) => {
    expect(() => registry.read({ type, data: withoutField(data, field) })).not.toThrow();
  });

  // What is marked deeper down would be stored in the clear, and nobody would notice.
  it.each(golden)('of $type are members of the data itself', ({ type }) => {
    const known = contracts.find((contract) => contract.type === type);
    const marks = JSON.stringify(known ? z.toJSONSchema(known.schema, { io: 'input' }) : {}).split(
      '"personal":',
    );
    expect(marks).toHaveLength(registry.personalFields(type).length + 1);
  });
});
