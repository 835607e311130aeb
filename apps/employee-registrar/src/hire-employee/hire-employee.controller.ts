import { Body, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EmployeeHiredV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { HireEmployee } from './hire-employee.handler.js';

/** `id`: for callers that know the person by one already; else it is made. */
const body = z.strictObject({
  id: id.optional(),
  ...EmployeeHiredV1.schema.omit({ employeeId: true }).shape,
});

@SourceController('employees')
export class HireEmployeeController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow(role('hr'))
  hire(
    @Body({ schema: body }) { id: employeeId, ...details }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new HireEmployee(details, employeeId));
  }
}
