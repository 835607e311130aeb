import { describe, expect, it } from 'vitest';
import { fold, RuleViolation } from '#lib/decider';
import { changePosition, depart, employee, type EmployeeEvent, hire } from './employee.js';

const anna = { employeeId: 'e-1', name: 'Anna Ivanova', position: 'Engineer' };
const given = (...events: EmployeeEvent[]) => fold(employee, [...hire(anna), ...events]);
const left: EmployeeEvent = {
  type: 'employee.departed.v1',
  data: { employeeId: 'e-1', lastDay: '2027-01-31' },
};

describe('an employee', () => {
  it('is hired with all that is known of them', () => {
    expect(given()).toEqual({ ...anna, departed: false });
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

  it('leaves once', () => {
    expect(depart(given(), '2027-01-31')).toEqual([left]);
    expect(depart(given())).toEqual([{ type: 'employee.departed.v1', data: { employeeId: 'e-1' } }]);
    expect(() => depart(given(left))).toThrow(RuleViolation);
  });

  it('has no new position after leaving', () => {
    expect(() => changePosition(given(left), 'Lead')).toThrow('has left');
  });
});
