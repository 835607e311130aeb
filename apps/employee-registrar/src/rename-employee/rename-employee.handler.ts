import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { employee, rename, streamOf } from '../employee.js';

export class RenameEmployee extends Command<CommandResult> {
  constructor(
    readonly employeeId: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameEmployee)
export class RenameEmployeeHandler implements ICommandHandler<RenameEmployee> {
  constructor(private readonly streams: Streams) {}

  execute({ employeeId, name }: RenameEmployee): Promise<CommandResult> {
    return this.streams.change(streamOf(employeeId), employee, (state) => rename(state, name));
  }
}
