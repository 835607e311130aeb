import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { department, move, streamOf } from '../department.js';
import { DepartmentsLookup } from '../departments.lookup.js';

export class MoveDepartment extends Command<CommandResult> {
  constructor(
    readonly departmentId: string,
    readonly parentId?: string,
  ) {
    super();
  }
}

@CommandHandler(MoveDepartment)
export class MoveDepartmentHandler implements ICommandHandler<MoveDepartment> {
  constructor(
    private readonly streams: Streams,
    private readonly departments: DepartmentsLookup,
  ) {}

  execute({ departmentId, parentId }: MoveDepartment): Promise<CommandResult> {
    return this.streams.change(streamOf(departmentId), department, async (state) => {
      const events = move(state, parentId);
      if (events.length > 0 && parentId !== undefined)
        await this.departments.mustTake(parentId, departmentId);
      return events;
    });
  }
}
