import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { REMOVED } from '#lib/envelope';
import { Streams } from '#lib/event-source';
import { type Employee, employee, streamOf } from '../employee.js';

/** Of who is forgotten, what is left. */
export interface EmployeeNow extends Omit<Employee, 'employeeId' | 'name'> {
  readonly id: string;
  readonly name: string | null;
  readonly version: number;
}

export class ReadEmployee extends Query<EmployeeNow> {
  constructor(readonly employeeId: string) {
    super();
  }
}

@QueryHandler(ReadEmployee)
export class ReadEmployeeHandler implements IQueryHandler<ReadEmployee> {
  constructor(private readonly streams: Streams) {}

  async execute({ employeeId }: ReadEmployee): Promise<EmployeeNow> {
    const { state, version } = await this.streams.load(streamOf(employeeId), employee);
    const { employeeId: id, name, email, ...details } = state;
    const personal = state.forgotten || name === REMOVED ? { name: null } : { name, ...(email && { email }) };
    return { id, version, ...personal, ...details };
  }
}
