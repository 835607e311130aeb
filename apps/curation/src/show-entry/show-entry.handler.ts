import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { curation, show, streamOf, type Word } from '../curation.js';

export class ShowEntry extends Command<CommandResult> {
  constructor(readonly word: Word) {
    super();
  }
}

@CommandHandler(ShowEntry)
export class ShowEntryHandler implements ICommandHandler<ShowEntry> {
  constructor(private readonly streams: Streams) {}

  execute({ word }: ShowEntry): Promise<CommandResult> {
    return this.streams.createOrChange(streamOf(word.entryId), curation, (curated) => show(curated, word));
  }
}
