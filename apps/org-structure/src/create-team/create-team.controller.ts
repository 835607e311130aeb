import { Body, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { id, TeamCreatedV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { CreateTeam } from './create-team.handler.js';

/** `id`: for callers that know the team by one already; else it is made. */
const body = z.strictObject({
  id: id.optional(),
  ...TeamCreatedV1.schema.omit({ teamId: true }).shape,
});

@SourceController('teams')
export class CreateTeamController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow(role('org'))
  create(@Body({ schema: body }) { id: teamId, ...details }: z.output<typeof body>): Promise<CommandResult> {
    return this.commands.execute(new CreateTeam(details, teamId));
  }
}
