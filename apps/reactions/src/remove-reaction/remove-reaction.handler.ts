import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { type Reaction, reactions, remove, streamOf } from '../reaction.js';

export class RemoveReaction extends Command<CommandResult> {
  constructor(readonly reaction: Reaction) {
    super();
  }
}

@CommandHandler(RemoveReaction)
export class RemoveReactionHandler implements ICommandHandler<RemoveReaction> {
  constructor(private readonly streams: Streams) {}

  execute({ reaction }: RemoveReaction): Promise<CommandResult> {
    return this.streams.createOrChange(streamOf(reaction), reactions, (kinds) => remove(kinds, reaction));
  }
}
