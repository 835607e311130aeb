import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { employee, transfer, streamOf } from '../employee.js';

export class TransferEmployee extends Command<CommandResult> {
  constructor(
    readonly employeeId: string,
    readonly departmentId: string,
    readonly teamId?: string,
  ) {
    super();
  }
}

@CommandHandler(TransferEmployee)
export class TransferEmployeeHandler implements ICommandHandler<TransferEmployee> {
  constructor(private readonly streams: Streams) {}

  execute({ employeeId, departmentId, teamId }: TransferEmployee): Promise<CommandResult> {
    return this.streams.change(streamOf(employeeId), employee, (state) =>
      transfer(state, departmentId, teamId),
    );
  }
}
