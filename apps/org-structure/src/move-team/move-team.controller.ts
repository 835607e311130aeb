import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { id, TeamMovedV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { MoveTeam } from './move-team.handler.js';

const body = z.strictObject(TeamMovedV1.schema.pick({ departmentId: true }).shape);

@SourceController('teams')
export class MoveTeamController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/department')
  @Allow(role('org'))
  @HttpCode(200)
  move(
    @Param('id', { schema: id }) teamId: string,
    @Body({ schema: body }) { departmentId }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new MoveTeam(teamId, departmentId));
  }
}
