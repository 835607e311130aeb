import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { DepartmentCreatedV1, id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, signedIn } from '#lib/service';
import { type DepartmentNow, ReadDepartment } from './read-department.handler.js';

const answer = z
  .object({
    id,
    version: z.int(),
    ...DepartmentCreatedV1.schema.omit({ departmentId: true }).shape,
    dissolved: z.boolean(),
  })
  .meta({ id: 'Department' }) satisfies z.ZodType<DepartmentNow>;

@SourceController('departments')
export class ReadDepartmentController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Allow(signedIn)
  @ApiOkResponse({ standardSchema: answer })
  read(@Param('id', { schema: id }) departmentId: string): Promise<DepartmentNow> {
    return this.queries.execute(new ReadDepartment(departmentId));
  }
}
