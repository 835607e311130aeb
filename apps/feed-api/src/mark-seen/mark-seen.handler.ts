import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Markers } from '#lib/read-model';
import { problem } from '#lib/service';
import { placeIn } from './mark-seen.params.js';

export class MarkSeen extends Command<void> {
  constructor(
    readonly personId: string,
    readonly position: string,
  ) {
    super();
  }
}

@CommandHandler(MarkSeen)
export class MarkSeenHandler implements ICommandHandler<MarkSeen> {
  constructor(private readonly markers: Markers) {}

  /** A position of before a rebuild is one as long as the version of then is kept. */
  async execute({ personId, position }: MarkSeen): Promise<void> {
    const seenAt = await this.markers.momentOf(placeIn(position));
    if (seenAt === undefined) {
      const detail = 'is not known to the feed any more, or not yet: read the first page again';
      throw problem(409, 'position-unknown', `The position ${detail}.`, [
        { pointer: '#/position', code: 'position-unknown', detail },
      ]);
    }
    await this.markers.move(personId, position, seenAt);
  }
}
