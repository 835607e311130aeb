import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { DissolveTeam } from './dissolve-team.handler.js';

@SourceController('teams')
export class DissolveTeamController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':id')
  @Allow(role('org'))
  dissolve(@Param('id', { schema: id }) teamId: string): Promise<CommandResult> {
    return this.commands.execute(new DissolveTeam(teamId));
  }
}
