import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import type { DepartmentCreatedV1 } from '#lib/contracts';
import type { DataOf } from '#lib/envelope';
import { type CommandResult, Streams } from '#lib/event-source';
import { create, streamOf } from '../department.js';
import { DepartmentsLookup } from '../departments.lookup.js';

export class CreateDepartment extends Command<CommandResult> {
  constructor(
    readonly details: Omit<DataOf<typeof DepartmentCreatedV1>, 'departmentId'>,
    readonly departmentId: string = uuidv7(),
  ) {
    super();
  }
}

@CommandHandler(CreateDepartment)
export class CreateDepartmentHandler implements ICommandHandler<CreateDepartment> {
  constructor(
    private readonly streams: Streams,
    private readonly departments: DepartmentsLookup,
  ) {}

  execute({ departmentId, details }: CreateDepartment): Promise<CommandResult> {
    return this.streams.create(streamOf(departmentId), async () => {
      const events = create({ departmentId, ...details });
      if (details.parentId !== undefined) await this.departments.mustExist(details.parentId);
      return events;
    });
  }
}
