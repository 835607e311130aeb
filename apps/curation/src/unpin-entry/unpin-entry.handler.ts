import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { curation, unpin, streamOf, type Word } from '../curation.js';

export class UnpinEntry extends Command<CommandResult> {
  constructor(readonly word: Word) {
    super();
  }
}

@CommandHandler(UnpinEntry)
export class UnpinEntryHandler implements ICommandHandler<UnpinEntry> {
  constructor(private readonly streams: Streams) {}

  execute({ word }: UnpinEntry): Promise<CommandResult> {
    return this.streams.createOrChange(streamOf(word.entryId), curation, (curated) => unpin(curated, word));
  }
}
