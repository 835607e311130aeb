import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { type DepartmentNow, ReadDepartment } from './read-department.handler.js';

@SourceController('departments')
export class ReadDepartmentController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  read(@Param('id', { schema: id }) departmentId: string): Promise<DepartmentNow> {
    return this.queries.execute(new ReadDepartment(departmentId));
  }
}
