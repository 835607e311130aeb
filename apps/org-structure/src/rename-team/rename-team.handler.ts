import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { rename, streamOf, team } from '../team.js';

export class RenameTeam extends Command<CommandResult> {
  constructor(
    readonly teamId: string,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(RenameTeam)
export class RenameTeamHandler implements ICommandHandler<RenameTeam> {
  constructor(private readonly streams: Streams) {}

  execute({ teamId, name }: RenameTeam): Promise<CommandResult> {
    return this.streams.change(streamOf(teamId), team, (state) => rename(state, name));
  }
}
