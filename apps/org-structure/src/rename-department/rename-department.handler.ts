import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { department, rename, streamOf } from '../department.js';

export class RenameDepartment extends Command<CommandResult> {
  constructor(
    readonly departmentId: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameDepartment)
export class RenameDepartmentHandler implements ICommandHandler<RenameDepartment> {
  constructor(private readonly streams: Streams) {}

  execute({ departmentId, name }: RenameDepartment): Promise<CommandResult> {
    return this.streams.change(streamOf(departmentId), department, (state) => rename(state, name));
  }
}
