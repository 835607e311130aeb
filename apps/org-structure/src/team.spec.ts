import { describe, expect, it } from 'vitest';
import { fold, RuleViolation } from '#lib/decider';
import { create, dissolve, move, rename, team, type TeamEvent } from './team.js';

const search = { teamId: 't-1', name: 'Search', departmentId: 'd-1' };
const given = (...events: TeamEvent[]) => fold(team, [...create(search), ...events]);
const dissolved: TeamEvent = { type: 'team.dissolved.v1', data: { teamId: 't-1', name: 'Search' } };

describe('a team', () => {
  it('is created in a department', () => {
    expect(given()).toEqual({ ...search, dissolved: false });
  });

  it('has a new name, and the event keeps the one before', () => {
    const renamed = rename(given(), 'Discovery');
    expect(renamed).toEqual([
      { type: 'team.renamed.v1', data: { teamId: 't-1', name: 'Discovery', previousName: 'Search' } },
    ]);
    expect(rename(given(...renamed), 'Discovery')).toEqual([]);
    expect(rename(given(), 'Search')).toEqual([]);
  });

  it('moves to another department, and the event keeps where it was', () => {
    const moved = move(given(), 'd-2');
    expect(moved).toEqual([
      { type: 'team.moved.v1', data: { teamId: 't-1', departmentId: 'd-2', previousDepartmentId: 'd-1' } },
    ]);
    expect(move(given(...moved), 'd-2')).toEqual([]);
    expect(move(given(), 'd-1')).toEqual([]);
  });

  it('is dissolved once, and the event keeps its last name', () => {
    expect(dissolve(given())).toEqual([dissolved]);
    expect(() => dissolve(given(dissolved))).toThrow(RuleViolation);
  });

  it('changes nothing more when it is dissolved', () => {
    expect(() => rename(given(dissolved), 'Search')).toThrow('has been dissolved');
    expect(() => move(given(dissolved), 'd-1')).toThrow('has been dissolved');
  });
});
