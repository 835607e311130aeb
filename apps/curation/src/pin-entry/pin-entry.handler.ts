import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { curation, pin, streamOf, type Word } from '../curation.js';

export class PinEntry extends Command<CommandResult> {
  constructor(
    readonly word: Word,
    readonly until?: string,
  ) {
    super();
  }
}

@CommandHandler(PinEntry)
export class PinEntryHandler implements ICommandHandler<PinEntry> {
  constructor(private readonly streams: Streams) {}

  execute({ word, until }: PinEntry): Promise<CommandResult> {
    return this.streams.createOrChange(streamOf(word.entryId), curation, (curated) =>
      pin(curated, word, until),
    );
  }
}
