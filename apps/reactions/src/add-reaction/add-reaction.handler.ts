import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { add, type Reaction, reactions, streamOf } from '../reaction.js';

export class AddReaction extends Command<CommandResult> {
  constructor(readonly reaction: Reaction) {
    super();
  }
}

@CommandHandler(AddReaction)
export class AddReactionHandler implements ICommandHandler<AddReaction> {
  constructor(
    private readonly streams: Streams,
    /** The kinds there are. */
    private readonly known: readonly string[],
  ) {}

  execute({ reaction }: AddReaction): Promise<CommandResult> {
    const { known } = this;
    return this.streams.createOrChange(streamOf(reaction), reactions, (kinds) => add(kinds, reaction, known));
  }
}
