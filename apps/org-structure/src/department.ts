import type {
  DepartmentCreatedV1,
  DepartmentDissolvedV1,
  DepartmentMovedV1,
  DepartmentRenamedV1,
} from '#lib/contracts';
import { type Decider, RuleViolation } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type DepartmentEvent =
  | EventOf<typeof DepartmentCreatedV1>
  | EventOf<typeof DepartmentRenamedV1>
  | EventOf<typeof DepartmentMovedV1>
  | EventOf<typeof DepartmentDissolvedV1>;

type Created = DataOf<typeof DepartmentCreatedV1>;

export interface Department extends Created {
  readonly dissolved: boolean;
}

export const streamOf = (departmentId: string): string => `department/${departmentId}`;

export const department: Decider<Department, DepartmentEvent> = {
  initialState: { departmentId: '', name: '', dissolved: false },

  evolve(state, event) {
    switch (event.type) {
      case 'department.created.v1':
        return { ...event.data, dissolved: false };
      case 'department.renamed.v1':
        return { ...state, name: event.data.name };
      case 'department.moved.v1':
        return { ...state, parentId: event.data.parentId };
      case 'department.dissolved.v1':
        return { ...state, dissolved: true };
    }
  },
};

export function create(details: Created): DepartmentEvent[] {
  mustNotBeItsParent(details.departmentId, details.parentId);
  return [{ type: 'department.created.v1', data: details }];
}

/** The name a department has already is no change. */
export function rename(state: Department, name: string): DepartmentEvent[] {
  mustExist(state);
  if (state.name === name) return [];
  const { departmentId, name: previousName } = state;
  return [{ type: 'department.renamed.v1', data: { departmentId, name, previousName } }];
}

/** To where a department is already is no change. No parent: to the top. */
export function move(state: Department, parentId?: string): DepartmentEvent[] {
  mustExist(state);
  mustNotBeItsParent(state.departmentId, parentId);
  if (state.parentId === parentId) return [];
  const { departmentId, parentId: previousParentId } = state;
  const data = {
    departmentId,
    ...(parentId !== undefined && { parentId }),
    ...(previousParentId !== undefined && { previousParentId }),
  };
  return [{ type: 'department.moved.v1', data }];
}

/**
 * Allowed also with departments and teams in it: the stream does not tell of them, and to ask all others would take a
 * read model. They stay where they are.
 */
export function dissolve(state: Department): DepartmentEvent[] {
  mustExist(state);
  const { departmentId, name } = state;
  return [{ type: 'department.dissolved.v1', data: { departmentId, name } }];
}

/** `line`: the department that it moves to, and all those above that one. */
export function mustNotBeAbove(departmentId: string, line: readonly string[]): void {
  if (!line.includes(departmentId)) return;
  throw new RuleViolation('department-cycle', 'A department cannot be part of one that is part of it.');
}

function mustExist(state: Department): void {
  if (state.dissolved) throw new RuleViolation('department-dissolved', 'This department has been dissolved.');
}

function mustNotBeItsParent(departmentId: string, parentId?: string): void {
  if (parentId !== departmentId) return;
  throw new RuleViolation('department-own-parent', 'A department cannot be part of itself.');
}
