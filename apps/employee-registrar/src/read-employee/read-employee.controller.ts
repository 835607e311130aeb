import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { day, EmployeeHiredV1, id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, signedIn } from '#lib/service';
import { type EmployeeNow, ReadEmployee } from './read-employee.handler.js';

const answer = z
  .object({
    id,
    version: z.int(),
    ...EmployeeHiredV1.schema.omit({ employeeId: true }).shape,
    name: EmployeeHiredV1.schema.shape.name.nullable().describe('Null of who is forgotten.'),
    departed: z.boolean(),
    forgotten: z.boolean(),
    lastDay: day.optional(),
  })
  .meta({ id: 'Employee' }) satisfies z.ZodType<EmployeeNow>;

@SourceController('employees')
export class ReadEmployeeController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Allow(signedIn)
  @ApiOkResponse({ standardSchema: answer })
  read(@Param('id', { schema: id }) employeeId: string): Promise<EmployeeNow> {
    return this.queries.execute(new ReadEmployee(employeeId));
  }
}
