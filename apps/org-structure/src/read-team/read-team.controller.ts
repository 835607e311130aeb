import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { TeamCreatedV1, id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, signedIn } from '#lib/service';
import { type TeamNow, ReadTeam } from './read-team.handler.js';

const answer = z
  .object({
    id,
    version: z.int(),
    ...TeamCreatedV1.schema.omit({ teamId: true }).shape,
    dissolved: z.boolean(),
  })
  .meta({ id: 'Team' }) satisfies z.ZodType<TeamNow>;

@SourceController('teams')
export class ReadTeamController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Allow(signedIn)
  @ApiOkResponse({ standardSchema: answer })
  read(@Param('id', { schema: id }) teamId: string): Promise<TeamNow> {
    return this.queries.execute(new ReadTeam(teamId));
  }
}
