import { describe, expect, it } from 'vitest';
import { fold, RuleViolation } from '#lib/decider';
import {
  changePosition,
  depart,
  employee,
  type EmployeeEvent,
  forget,
  hire,
  rename,
  transfer,
} from './employee.js';

const anna = { employeeId: 'e-1', name: 'Anna Ivanova', position: 'Engineer' };
const given = (...events: EmployeeEvent[]) => fold(employee, [...hire(anna), ...events]);
const left: EmployeeEvent = {
  type: 'employee.departed.v1',
  data: { employeeId: 'e-1', lastDay: '2027-01-31' },
};

describe('an employee', () => {
  it('is hired with all that is known of them', () => {
    expect(given()).toEqual({ ...anna, departed: false, forgotten: false });
  });

  it('changes position, and the event keeps the one before', () => {
    expect(changePosition(given(), 'Lead')).toEqual([
      {
        type: 'employee.position-changed.v1',
        data: { employeeId: 'e-1', position: 'Lead', previousPosition: 'Engineer' },
      },
    ]);
  });

  it('stays silent when the position is the one they have', () => {
    expect(changePosition(given(), 'Engineer')).toEqual([]);
    expect(changePosition(given(...changePosition(given(), 'Lead')), 'Lead')).toEqual([]);
  });

  it('is transferred, and the event keeps where they were', () => {
    const moved = transfer(given(), 'd-1', 't-1');
    expect(moved).toMatchObject([{ data: { employeeId: 'e-1', departmentId: 'd-1', teamId: 't-1' } }]);
    expect(transfer(given(...moved), 'd-1', 't-1')).toEqual([]);
    expect(transfer(given(...moved), 'd-1')).toEqual([
      {
        type: 'employee.transferred.v1',
        data: { employeeId: 'e-1', departmentId: 'd-1', previousDepartmentId: 'd-1', previousTeamId: 't-1' },
      },
    ]);
  });

  it('has a new name, and the event keeps the one before', () => {
    expect(rename(given(), 'Anna Petrova')).toEqual([
      {
        type: 'employee.renamed.v1',
        data: { employeeId: 'e-1', name: 'Anna Petrova', previousName: 'Anna Ivanova' },
      },
    ]);
    expect(rename(given(), 'Anna Ivanova')).toEqual([]);
  });

  it('leaves once', () => {
    expect(depart(given(), '2027-01-31')).toEqual([left]);
    expect(depart(given())).toEqual([{ type: 'employee.departed.v1', data: { employeeId: 'e-1' } }]);
    expect(() => depart(given(left))).toThrow(RuleViolation);
  });

  it('is forgotten once, whether they have left or not, and changes nothing more', () => {
    const forgotten = forget(given());
    expect(forgotten).toEqual([{ type: 'employee.forgotten.v1', data: { employeeId: 'e-1' } }]);
    expect(forget(given(...forgotten))).toEqual([]);
    expect(forget(given(left))).toEqual(forgotten);
    for (const change of [
      () => rename(given(...forgotten), 'Anna Petrova'),
      () => depart(given(...forgotten)),
      () => transfer(given(left, ...forgotten), 'd-1'),
    ])
      expect(change).toThrow(expect.objectContaining({ code: 'person-forgotten' }));
  });

  it('changes nothing more after leaving', () => {
    expect(() => changePosition(given(left), 'Lead')).toThrow('has left');
    expect(() => transfer(given(left), 'd-1')).toThrow('has left');
    expect(() => rename(given(left), 'Anna Petrova')).toThrow('has left');
  });
});
