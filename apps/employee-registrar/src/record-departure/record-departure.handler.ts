import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { depart, employee, streamOf } from '../employee.js';

export class RecordDeparture extends Command<CommandResult> {
  constructor(
    readonly employeeId: string,
    readonly lastDay?: string,
  ) {
    super();
  }
}

@CommandHandler(RecordDeparture)
export class RecordDepartureHandler implements ICommandHandler<RecordDeparture> {
  constructor(private readonly streams: Streams) {}

  execute({ employeeId, lastDay }: RecordDeparture): Promise<CommandResult> {
    return this.streams.change(streamOf(employeeId), employee, (state) => depart(state, lastDay));
  }
}
