import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import type { TeamCreatedV1 } from '#lib/contracts';
import type { DataOf } from '#lib/envelope';
import { type CommandResult, Streams } from '#lib/event-source';
import { DepartmentsLookup } from '../departments.lookup.js';
import { create, streamOf } from '../team.js';

export class CreateTeam extends Command<CommandResult> {
  constructor(
    readonly details: Omit<DataOf<typeof TeamCreatedV1>, 'teamId'>,
    readonly teamId: string = uuidv7(),
  ) {
    super();
  }
}

@CommandHandler(CreateTeam)
export class CreateTeamHandler implements ICommandHandler<CreateTeam> {
  constructor(
    private readonly streams: Streams,
    private readonly departments: DepartmentsLookup,
  ) {}

  execute({ teamId, details }: CreateTeam): Promise<CommandResult> {
    return this.streams.create(streamOf(teamId), async () => {
      await this.departments.mustExist(details.departmentId);
      return create({ teamId, ...details });
    });
  }
}
