import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { DepartmentsLookup } from '../departments.lookup.js';
import { move, streamOf, team } from '../team.js';

export class MoveTeam extends Command<CommandResult> {
  constructor(
    readonly teamId: string,
    readonly departmentId: string,
  ) {
    super();
  }
}

@CommandHandler(MoveTeam)
export class MoveTeamHandler implements ICommandHandler<MoveTeam> {
  constructor(
    private readonly streams: Streams,
    private readonly departments: DepartmentsLookup,
  ) {}

  execute({ teamId, departmentId }: MoveTeam): Promise<CommandResult> {
    return this.streams.change(streamOf(teamId), team, async (state) => {
      const events = move(state, departmentId);
      if (events.length > 0) await this.departments.mustExist(departmentId);
      return events;
    });
  }
}
