import { Body, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { DepartmentCreatedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { CreateDepartment } from './create-department.handler.js';

/** `id`: for callers that know the department by one already; else it is made. */
const body = z.strictObject({
  id: id.optional(),
  ...DepartmentCreatedV1.schema.omit({ departmentId: true }).shape,
});

@SourceController('departments')
export class CreateDepartmentController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow(role('org'))
  create(
    @Body({ schema: body }) { id: departmentId, ...details }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new CreateDepartment(details, departmentId));
  }
}
