import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { changePosition, employee, streamOf } from '../employee.js';

export class ChangePosition extends Command<CommandResult> {
  constructor(
    readonly employeeId: string,
    readonly position: string,
  ) {
    super();
  }
}

@CommandHandler(ChangePosition)
export class ChangePositionHandler implements ICommandHandler<ChangePosition> {
  constructor(private readonly streams: Streams) {}

  execute({ employeeId, position }: ChangePosition): Promise<CommandResult> {
    return this.streams.change(streamOf(employeeId), employee, (state) => changePosition(state, position));
  }
}
