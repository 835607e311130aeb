import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { DissolveDepartment } from './dissolve-department.handler.js';

@SourceController('departments')
export class DissolveDepartmentController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':id')
  @Allow(role('org'))
  dissolve(@Param('id', { schema: id }) departmentId: string): Promise<CommandResult> {
    return this.commands.execute(new DissolveDepartment(departmentId));
  }
}
