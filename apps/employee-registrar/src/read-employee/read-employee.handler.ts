import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Streams } from '#lib/event-source';
import { type Employee, employee, streamOf } from '../employee.js';

export interface EmployeeNow extends Omit<Employee, 'employeeId'> {
  readonly id: string;
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
    const { employeeId: id, ...details } = state;
    return { id, version, ...details };
  }
}
