import type {
  EmployeeDepartedV1,
  EmployeeForgottenV1,
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeRenamedV1,
  EmployeeTransferredV1,
} from '#lib/contracts';
import { type Decider, RuleViolation } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type EmployeeEvent =
  | EventOf<typeof EmployeeHiredV1>
  | EventOf<typeof EmployeePositionChangedV1>
  | EventOf<typeof EmployeeTransferredV1>
  | EventOf<typeof EmployeeRenamedV1>
  | EventOf<typeof EmployeeDepartedV1>
  | EventOf<typeof EmployeeForgottenV1>;

type Hired = DataOf<typeof EmployeeHiredV1>;

export interface Employee extends Hired {
  readonly departed: boolean;
  /** What is personal of them is erased. */
  readonly forgotten: boolean;
  readonly lastDay?: string | undefined;
}

export const streamOf = (employeeId: string): string => `employee/${employeeId}`;

export const employee: Decider<Employee, EmployeeEvent> = {
  initialState: { employeeId: '', name: '', position: '', departed: false, forgotten: false },

  evolve(state, event) {
    switch (event.type) {
      case 'employee.hired.v1':
        return { ...event.data, departed: false, forgotten: false };
      case 'employee.position-changed.v1':
        return { ...state, position: event.data.position };
      case 'employee.transferred.v1':
        return { ...state, departmentId: event.data.departmentId, teamId: event.data.teamId };
      case 'employee.renamed.v1':
        return { ...state, name: event.data.name };
      case 'employee.departed.v1':
        return { ...state, departed: true, lastDay: event.data.lastDay };
      case 'employee.forgotten.v1':
        return { ...state, forgotten: true };
    }
  },
};

export function hire(details: Hired): EmployeeEvent[] {
  return [{ type: 'employee.hired.v1', data: details }];
}

/** The position somebody has already is no change. */
export function changePosition(state: Employee, position: string): EmployeeEvent[] {
  mustBeEmployed(state);
  if (state.position === position) return [];
  const { employeeId, position: previousPosition } = state;
  return [{ type: 'employee.position-changed.v1', data: { employeeId, position, previousPosition } }];
}

/** To where somebody is already is no change. No team: in none. */
export function transfer(state: Employee, departmentId: string, teamId?: string): EmployeeEvent[] {
  mustBeEmployed(state);
  if (state.departmentId === departmentId && state.teamId === teamId) return [];
  const { employeeId, departmentId: previousDepartmentId, teamId: previousTeamId } = state;
  const data = {
    employeeId,
    departmentId,
    ...(teamId !== undefined && { teamId }),
    ...(previousDepartmentId !== undefined && { previousDepartmentId }),
    ...(previousTeamId !== undefined && { previousTeamId }),
  };
  return [{ type: 'employee.transferred.v1', data }];
}

export function rename(state: Employee, name: string): EmployeeEvent[] {
  mustBeEmployed(state);
  if (state.name === name) return [];
  const { employeeId, name: previousName } = state;
  return [{ type: 'employee.renamed.v1', data: { employeeId, name, previousName } }];
}

export function depart(state: Employee, lastDay?: string): EmployeeEvent[] {
  mustBeEmployed(state);
  const { employeeId } = state;
  return [{ type: 'employee.departed.v1', data: { employeeId, ...(lastDay !== undefined && { lastDay }) } }];
}

/** Whether they have left or not. */
export function forget({ employeeId, forgotten }: Employee): EmployeeEvent[] {
  return forgotten ? [] : [{ type: 'employee.forgotten.v1', data: { employeeId } }];
}

function mustBeEmployed(state: Employee): void {
  if (state.forgotten) throw new RuleViolation('person-forgotten', 'This person is forgotten.');
  if (state.departed) throw new RuleViolation('employee-departed', 'This person has left the company.');
}
