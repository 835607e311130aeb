import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  eventOf,
  eventOwner,
  ownersOf,
  personal,
  personalFieldsOf,
  REMOVED,
  withoutField,
} from './personal.js';

const schema = z.object({
  ownerId: z.string().optional(),
  name: personal(z.string(), { of: 'ownerId' }),
  email: personal(z.email(), { of: 'ownerId' }).optional(),
  texts: personal(z.record(z.string(), z.string()), { of: 'ownerId', instead: { en: REMOVED } }),
  position: z.string(),
});
const [name, email, texts] = personalFieldsOf(schema);
const data = { name: 'Anna', email: 'anna@example.com', texts: { en: 'Hello' }, position: 'Engineer' };

describe('a personal field', () => {
  it('is known, also where it may be missing', () => {
    expect(personalFieldsOf(schema).map((field) => field.name)).toEqual(['name', 'email', 'texts']);
    expect(personalFieldsOf(z.string())).toEqual([]);
  });

  it('leaves behind what its contract can read', () => {
    const without = [name!, email!, texts!].reduce((rest: object, field) => withoutField(rest, field), data);
    expect(without).toEqual({ name: REMOVED, texts: { en: REMOVED }, position: 'Engineer' });
    expect(schema.parse(without)).toEqual(without);
  });

  it.each([
    ['e-1', 'person:e-1'],
    [undefined, 'event:/canteen 7'],
    ['', 'event:/canteen 7'],
    ['a'.repeat(65), 'event:/canteen 7'],
    [{ id: 'e-1' }, 'event:/canteen 7'],
  ])('is under the key of its owner: %o', (ownerId, owner) => {
    const event = { source: '/canteen', id: '7', data: { ...data, ownerId } };
    expect(ownersOf(event, name!)).toEqual([owner]);
  });

  it('is under the key of its event as well, where it can be gone alone', () => {
    const event = { source: '/canteen', id: 'seven of nine', data: { ownerId: 'e-1' } };
    const owners = ownersOf(event, { of: 'ownerId', alone: true });
    expect(owners).toEqual(['person:e-1', 'event:/canteen seven of nine']);
    expect(ownersOf({ ...event, data: {} }, { of: 'ownerId', alone: true })).toEqual([owners[1]]);
    expect(owners.map(eventOf)).toEqual([undefined, { source: '/canteen', id: 'seven of nine' }]);
    expect(eventOwner(event.source, event.id)).toBe(owners[1]);
  });
});
