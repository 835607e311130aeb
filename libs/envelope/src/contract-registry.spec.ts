import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ContractRegistry, ContractViolation, defineEvent, UnknownEventType } from './index.js';

const RenamedV1 = defineEvent({
  name: 'person.renamed',
  version: 1,
  schema: z.object({ fullName: z.string() }),
});
const RenamedV2 = defineEvent({
  name: 'person.renamed',
  version: 2,
  schema: z.object({ first: z.string(), last: z.string() }),
  previous: RenamedV1,
  upcast: ({ fullName }) => ({ first: fullName.split(' ')[0]!, last: fullName.split(' ')[1] ?? '' }),
});
const RenamedV3 = defineEvent({
  name: 'person.renamed',
  version: 3,
  schema: z.object({ names: z.array(z.string()).min(1) }),
  previous: RenamedV2,
  upcast: ({ first, last }) => ({ names: [first, last] }),
});
const registry = new ContractRegistry([RenamedV3]);

describe('the contracts that a process knows', () => {
  it('read every version as the latest one', () => {
    const latest = { contract: RenamedV3, type: 'person.renamed.v3', data: { names: ['Anna', 'Ivanova'] } };
    expect(registry.read({ type: 'person.renamed.v1', data: { fullName: 'Anna Ivanova' } })).toEqual(latest);
    expect(registry.read({ type: 'person.renamed.v2', data: { first: 'Anna', last: 'Ivanova' } })).toEqual(
      latest,
    );
    expect(registry.read({ type: 'person.renamed.v3', data: latest.data })).toEqual(latest);
    expect(registry.types()).toEqual(['person.renamed.v3', 'person.renamed.v2', 'person.renamed.v1']);
  });

  it('ignore fields they do not know, so that a publisher may add some', () => {
    const { data } = registry.read({ type: 'person.renamed.v3', data: { names: ['Anna'], since: 'today' } });
    expect(data).toEqual({ names: ['Anna'] });
  });

  it('refuse a type, or a version, that is not among them', () => {
    expect(() => registry.read({ type: 'person.renamed.v4', data: {} })).toThrow(UnknownEventType);
  });

  it('refuse data that does not fit, and say where', () => {
    const read = () => registry.read({ type: 'person.renamed.v3', data: { names: ['Anna', 7] } });
    expect(read).toThrow(ContractViolation);
    expect(read).toThrow('names[1]');
  });

  it('are each described once', () => {
    expect(() => new ContractRegistry([RenamedV3, RenamedV1])).toThrow('person.renamed.v1');
  });
});
