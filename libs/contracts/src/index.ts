import type { EventContract } from '#lib/envelope';
import { EmployeeDepartedV1 } from './employee-registrar/employee-departed.v1.js';
import { EmployeeHiredV1 } from './employee-registrar/employee-hired.v1.js';
import { EmployeePositionChangedV1 } from './employee-registrar/employee-position-changed.v1.js';
import { EmployeeRenamedV1 } from './employee-registrar/employee-renamed.v1.js';
import { EmployeeTransferredV1 } from './employee-registrar/employee-transferred.v1.js';

export { day, id, line } from './fields.js';
export {
  EmployeeDepartedV1,
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeRenamedV1,
  EmployeeTransferredV1,
};

/** The published language: every public event of the company, each in its latest version. */
export const contracts: readonly EventContract[] = [
  EmployeeHiredV1,
  EmployeePositionChangedV1,
  EmployeeTransferredV1,
  EmployeeRenamedV1,
  EmployeeDepartedV1,
];
