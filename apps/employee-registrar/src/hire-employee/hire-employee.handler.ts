import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EmployeeHiredV1 } from '#lib/contracts';
import type { DataOf } from '#lib/envelope';
import { type CommandResult, Streams } from '#lib/event-source';
import { PersonalData } from '#lib/personal-data';
import { hire, streamOf } from '../employee.js';

export class HireEmployee extends Command<CommandResult> {
  constructor(
    readonly details: Omit<DataOf<typeof EmployeeHiredV1>, 'employeeId'>,
    /** Undefined: is made. */
    readonly employeeId?: string,
  ) {
    super();
  }
}

@CommandHandler(HireEmployee)
export class HireEmployeeHandler implements ICommandHandler<HireEmployee> {
  constructor(
    private readonly streams: Streams,
    private readonly personal: PersonalData,
  ) {}

  async execute({ employeeId: given, details }: HireEmployee): Promise<CommandResult> {
    const employeeId = given ?? (await this.personal.newPersonId());
    return this.streams.create(streamOf(employeeId), hire({ employeeId, ...details }));
  }
}
