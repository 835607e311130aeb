import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EmployeeDepartedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { RecordDeparture } from './record-departure.handler.js';

/** All of it may be left out. */
const body = z.strictObject(EmployeeDepartedV1.schema.omit({ employeeId: true }).shape).default({});

@SourceController('employees')
export class RecordDepartureController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/departure')
  @Allow(role('hr'))
  @HttpCode(200)
  record(
    @Param('id', { schema: id }) employeeId: string,
    @Body({ schema: body }) { lastDay }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new RecordDeparture(employeeId, lastDay));
  }
}
