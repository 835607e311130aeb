import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandResult, Streams } from '#lib/event-source';
import { PersonalData } from '#lib/personal-data';
import { redact, redaction, streamOf } from '../redaction.js';

export class RedactText extends Command<CommandResult> {
  constructor(
    readonly service: string,
    readonly eventId: string,
    /** Who ordered it. */
    readonly by: string,
  ) {
    super();
  }
}

/**
 * Records that the text is redacted, and then destroys the key that it takes beside its author's. Should the process end in
 * between, the projector destroys it when it hears of the event, and so does the same request again.
 */
@CommandHandler(RedactText)
export class RedactTextHandler implements ICommandHandler<RedactText> {
  constructor(
    private readonly streams: Streams,
    private readonly personal: PersonalData,
  ) {}

  async execute({ service, eventId, by }: RedactText): Promise<CommandResult> {
    const source = `/${service}`;
    const redacted = await this.streams.createOrChange(streamOf(service, eventId), redaction, (state) =>
      redact(state, { source, eventId, by }),
    );
    await this.personal.redact({ source, id: eventId }, by);
    return redacted;
  }
}
