import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { curation, hide, streamOf, type Word } from '../curation.js';

export class HideEntry extends Command<CommandResult> {
  constructor(
    readonly word: Word,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(HideEntry)
export class HideEntryHandler implements ICommandHandler<HideEntry> {
  constructor(private readonly streams: Streams) {}

  execute({ word, reason }: HideEntry): Promise<CommandResult> {
    return this.streams.createOrChange(streamOf(word.entryId), curation, (curated) =>
      hide(curated, { ...word, reason }),
    );
  }
}
