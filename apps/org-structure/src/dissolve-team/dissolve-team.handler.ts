import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { dissolve, streamOf, team } from '../team.js';

export class DissolveTeam extends Command<CommandResult> {
  constructor(readonly teamId: string) {
    super();
  }
}

@CommandHandler(DissolveTeam)
export class DissolveTeamHandler implements ICommandHandler<DissolveTeam> {
  constructor(private readonly streams: Streams) {}

  execute({ teamId }: DissolveTeam): Promise<CommandResult> {
    return this.streams.change(streamOf(teamId), team, dissolve);
  }
}
