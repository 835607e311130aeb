import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Streams } from '#lib/event-source';
import { streamOf, type Thanks, thanks } from '../thanks.js';

export interface ThanksNow extends Omit<Thanks, 'thanksId'> {
  readonly id: string;
  readonly version: number;
}

export class ReadThanks extends Query<ThanksNow> {
  constructor(readonly thanksId: string) {
    super();
  }
}

@QueryHandler(ReadThanks)
export class ReadThanksHandler implements IQueryHandler<ReadThanks> {
  constructor(private readonly streams: Streams) {}

  async execute({ thanksId }: ReadThanks): Promise<ThanksNow> {
    const { state, version } = await this.streams.load(streamOf(thanksId), thanks);
    const { thanksId: id, ...details } = state;
    return { id, version, ...details };
  }
}
