import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import type { EmployeeHiredV1 } from '#lib/contracts';
import type { DataOf } from '#lib/envelope';
import { type CommandResult, Streams } from '#lib/event-source';
import { hire, streamOf } from '../employee.js';

export class HireEmployee extends Command<CommandResult> {
  constructor(
    readonly details: Omit<DataOf<typeof EmployeeHiredV1>, 'employeeId'>,
    readonly employeeId: string = uuidv7(),
  ) {
    super();
  }
}

@CommandHandler(HireEmployee)
export class HireEmployeeHandler implements ICommandHandler<HireEmployee> {
  constructor(private readonly streams: Streams) {}

  execute({ employeeId, details }: HireEmployee): Promise<CommandResult> {
    return this.streams.create(streamOf(employeeId), hire({ employeeId, ...details }));
  }
}
