import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import type { ThanksGivenV1 } from '#lib/contracts';
import type { DataOf } from '#lib/envelope';
import { type CommandResult, Streams } from '#lib/event-source';
import { give, streamOf } from '../thanks.js';

export class GiveThanks extends Command<CommandResult> {
  constructor(
    readonly details: Omit<DataOf<typeof ThanksGivenV1>, 'thanksId'>,
    readonly giver: string,
    readonly thanksId: string = uuidv7(),
  ) {
    super();
  }
}

@CommandHandler(GiveThanks)
export class GiveThanksHandler implements ICommandHandler<GiveThanks> {
  constructor(private readonly streams: Streams) {}

  async execute({ thanksId, details, giver }: GiveThanks): Promise<CommandResult> {
    return this.streams.create(streamOf(thanksId), give({ thanksId, ...details }, giver));
  }
}
