import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EmployeeTransferredV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { TransferEmployee } from './transfer-employee.handler.js';

const body = z.strictObject(EmployeeTransferredV1.schema.pick({ departmentId: true, teamId: true }).shape);

@SourceController('employees')
export class TransferEmployeeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/department')
  @Allow(role('hr'))
  @HttpCode(200)
  transfer(
    @Param('id', { schema: id }) employeeId: string,
    @Body({ schema: body }) { departmentId, teamId }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new TransferEmployee(employeeId, departmentId, teamId));
  }
}
