import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { DepartmentRenamedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { RenameDepartment } from './rename-department.handler.js';

const body = z.strictObject(DepartmentRenamedV1.schema.pick({ name: true }).shape);

@SourceController('departments')
export class RenameDepartmentController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/name')
  @Allow(role('org'))
  @HttpCode(200)
  rename(
    @Param('id', { schema: id }) departmentId: string,
    @Body({ schema: body }) { name }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new RenameDepartment(departmentId, name));
  }
}
