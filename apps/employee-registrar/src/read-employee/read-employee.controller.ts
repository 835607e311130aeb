import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { type EmployeeNow, ReadEmployee } from './read-employee.handler.js';

@SourceController('employees')
export class ReadEmployeeController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  read(@Param('id', { schema: id }) employeeId: string): Promise<EmployeeNow> {
    return this.queries.execute(new ReadEmployee(employeeId));
  }
}
