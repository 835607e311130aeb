import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { type TeamNow, ReadTeam } from './read-team.handler.js';

@SourceController('teams')
export class ReadTeamController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  read(@Param('id', { schema: id }) teamId: string): Promise<TeamNow> {
    return this.queries.execute(new ReadTeam(teamId));
  }
}
