import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { ForgetEmployee } from './forget-employee.handler.js';

@SourceController('employees')
export class ForgetEmployeeController {
  constructor(private readonly commands: CommandBus) {}

  /** For good: what was told of the person can be read nowhere any more, also in no copy that was made before. */
  @Delete(':id/personal-data')
  @Allow(role('privacy'))
  forget(
    @Param('id', { schema: id }) employeeId: string,
    @CurrentIdentity() { subject }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new ForgetEmployee(employeeId, subject));
  }
}
