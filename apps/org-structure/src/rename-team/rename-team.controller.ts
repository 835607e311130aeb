import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { id, TeamRenamedV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { RenameTeam } from './rename-team.handler.js';

const body = z.strictObject(TeamRenamedV1.schema.pick({ name: true }).shape);

@SourceController('teams')
export class RenameTeamController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/name')
  @Allow(role('org'))
  @HttpCode(200)
  rename(
    @Param('id', { schema: id }) teamId: string,
    @Body({ schema: body }) { name }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new RenameTeam(teamId, name));
  }
}
