import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EmployeePositionChangedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { ChangePosition } from './change-position.handler.js';

const body = z.strictObject(EmployeePositionChangedV1.schema.pick({ position: true }).shape);

@SourceController('employees')
export class ChangePositionController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/position')
  @Allow(role('hr'))
  @HttpCode(200)
  change(
    @Param('id', { schema: id }) employeeId: string,
    @Body({ schema: body }) { position }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new ChangePosition(employeeId, position));
  }
}
