import type { EventContract } from '#lib/envelope';
import { EmployeeDepartedV1 } from './employee-registrar/employee-departed.v1.js';
import { EmployeeHiredV1 } from './employee-registrar/employee-hired.v1.js';
import { EmployeePositionChangedV1 } from './employee-registrar/employee-position-changed.v1.js';
import { EmployeeRenamedV1 } from './employee-registrar/employee-renamed.v1.js';
import { EmployeeTransferredV1 } from './employee-registrar/employee-transferred.v1.js';
import { DepartmentCreatedV1 } from './org-structure/department-created.v1.js';
import { DepartmentDissolvedV1 } from './org-structure/department-dissolved.v1.js';
import { DepartmentMovedV1 } from './org-structure/department-moved.v1.js';
import { DepartmentRenamedV1 } from './org-structure/department-renamed.v1.js';
import { TeamCreatedV1 } from './org-structure/team-created.v1.js';
import { TeamDissolvedV1 } from './org-structure/team-dissolved.v1.js';
import { TeamMovedV1 } from './org-structure/team-moved.v1.js';
import { TeamRenamedV1 } from './org-structure/team-renamed.v1.js';

export { day, id, line } from './fields.js';
export {
  DepartmentCreatedV1,
  DepartmentDissolvedV1,
  DepartmentMovedV1,
  DepartmentRenamedV1,
  EmployeeDepartedV1,
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeRenamedV1,
  EmployeeTransferredV1,
  TeamCreatedV1,
  TeamDissolvedV1,
  TeamMovedV1,
  TeamRenamedV1,
};

/** The published language: every public event of the company, each in its latest version. */
export const contracts: readonly EventContract[] = [
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeTransferredV1,
  EmployeeRenamedV1,
  EmployeeDepartedV1,
  DepartmentCreatedV1,
  DepartmentRenamedV1,
  DepartmentMovedV1,
  DepartmentDissolvedV1,
  TeamCreatedV1,
  TeamRenamedV1,
  TeamMovedV1,
  TeamDissolvedV1,
];
