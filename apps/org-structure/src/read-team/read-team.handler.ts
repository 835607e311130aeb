import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Streams } from '#lib/event-source';
import { streamOf, type Team, team } from '../team.js';

export interface TeamNow extends Omit<Team, 'teamId'> {
  readonly id: string;
  readonly version: number;
}

export class ReadTeam extends Query<TeamNow> {
  constructor(readonly teamId: string) {
    super();
  }
}

@QueryHandler(ReadTeam)
export class ReadTeamHandler implements IQueryHandler<ReadTeam> {
  constructor(private readonly streams: Streams) {}

  async execute({ teamId }: ReadTeam): Promise<TeamNow> {
    const { state, version } = await this.streams.load(streamOf(teamId), team);
    const { teamId: id, ...details } = state;
    return { id, version, ...details };
  }
}
