import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EmployeeRenamedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { RenameEmployee } from './rename-employee.handler.js';

const body = z.strictObject(EmployeeRenamedV1.schema.pick({ name: true }).shape);

@SourceController('employees')
export class RenameEmployeeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/name')
  @Allow(role('hr'))
  @HttpCode(200)
  rename(
    @Param('id', { schema: id }) employeeId: string,
    @Body({ schema: body }) { name }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new RenameEmployee(employeeId, name));
  }
}
