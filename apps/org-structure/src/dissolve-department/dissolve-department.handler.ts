import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { department, dissolve, streamOf } from '../department.js';

export class DissolveDepartment extends Command<CommandResult> {
  constructor(readonly departmentId: string) {
    super();
  }
}

@CommandHandler(DissolveDepartment)
export class DissolveDepartmentHandler implements ICommandHandler<DissolveDepartment> {
  constructor(private readonly streams: Streams) {}

  execute({ departmentId }: DissolveDepartment): Promise<CommandResult> {
    return this.streams.change(streamOf(departmentId), department, dissolve);
  }
}
