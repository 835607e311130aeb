import { describe, expect, it } from 'vitest';
import { fold, RuleViolation } from '#lib/decider';
import {
  create,
  department,
  type DepartmentEvent,
  dissolve,
  move,
  mustNotBeAbove,
  rename,
} from './department.js';

const platform = { departmentId: 'd-1', name: 'Platform' };
const given = (...events: DepartmentEvent[]) => fold(department, [...create(platform), ...events]);
const dissolved: DepartmentEvent = { type: 'department.dissolved.v1', data: platform };

describe('a department', () => {
  it('is created at the top or in another one', () => {
    expect(given()).toEqual({ ...platform, dissolved: false });
    expect(fold(department, create({ ...platform, parentId: 'd-2' })).parentId).toBe('d-2');
  });

  it('has a new name, and the event keeps the one before', () => {
    expect(rename(given(), 'Tools')).toEqual([
      {
        type: 'department.renamed.v1',
        data: { departmentId: 'd-1', name: 'Tools', previousName: 'Platform' },
      },
    ]);
  });

  it('stays silent when the name is the one it has', () => {
    expect(rename(given(), 'Platform')).toEqual([]);
    expect(rename(given(...rename(given(), 'Tools')), 'Tools')).toEqual([]);
  });

  it('moves into another one and back to the top, and the event keeps where it was', () => {
    const moved = move(given(), 'd-2');
    expect(moved).toEqual([{ type: 'department.moved.v1', data: { departmentId: 'd-1', parentId: 'd-2' } }]);
    expect(move(given(...moved))).toEqual([
      { type: 'department.moved.v1', data: { departmentId: 'd-1', previousParentId: 'd-2' } },
    ]);
  });

  it('stays silent when it is there already', () => {
    expect(move(given())).toEqual([]);
    expect(move(given(...move(given(), 'd-2')), 'd-2')).toEqual([]);
    expect(move(given(...move(given(), 'd-2'), ...move(given(...move(given(), 'd-2')))))).toEqual([]);
  });

  it('is not its own parent', () => {
    expect(() => create({ ...platform, parentId: 'd-1' })).toThrow('part of itself');
    expect(() => move(given(), 'd-1')).toThrow('part of itself');
  });

  it('is not part of one that is part of it', () => {
    expect(() => mustNotBeAbove('d-1', ['d-3', 'd-2', 'd-1'])).toThrow(RuleViolation);
    expect(() => mustNotBeAbove('d-1', ['d-3', 'd-2'])).not.toThrow();
  });

  it('is dissolved once, and the event keeps its last name', () => {
    const renamed = rename(given(), 'Tools');
    expect(dissolve(given(...renamed))).toEqual([
      { type: 'department.dissolved.v1', data: { departmentId: 'd-1', name: 'Tools' } },
    ]);
    expect(() => dissolve(given(dissolved))).toThrow(RuleViolation);
  });

  it('changes nothing more when it is dissolved', () => {
    expect(() => rename(given(dissolved), 'Platform')).toThrow('has been dissolved');
    expect(() => move(given(dissolved), 'd-2')).toThrow('has been dissolved');
  });
});
