import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { streamOf, takeBack, thanks } from '../thanks.js';

export class TakeThanksBack extends Command<CommandResult> {
  constructor(
    readonly thanksId: string,
    readonly by: { readonly personId: string; readonly isEditor: boolean },
  ) {
    super();
  }
}

@CommandHandler(TakeThanksBack)
export class TakeThanksBackHandler implements ICommandHandler<TakeThanksBack> {
  constructor(private readonly streams: Streams) {}

  execute({ thanksId, by }: TakeThanksBack): Promise<CommandResult> {
    return this.streams.change(streamOf(thanksId), thanks, (state) => takeBack(state, by));
  }
}
