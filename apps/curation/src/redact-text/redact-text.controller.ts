import { Body, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { TextRedactedV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { RedactText } from './redact-text.handler.js';

/** What an entry says of its `source`. */
const body = z.strictObject({
  service: z
    .string()
    .max(254)
    .regex(
      /^[\w.~-]+(\/[\w.~-]+)*$/,
      'must be as an entry says in source.service, e.g. thanks or canteen/menu',
    ),
  eventId: TextRedactedV1.schema.shape.eventId,
});

@SourceController('redactions')
export class RedactTextController {
  constructor(private readonly commands: CommandBus) {}

  /** For good: what the event says in somebody's own words can be read nowhere any more, also in no copy that was made before. */
  @Post()
  @HttpCode(200)
  @Allow(role('privacy'))
  redact(
    @Body({ schema: body }) { service, eventId }: z.output<typeof body>,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new RedactText(service, eventId, by));
  }
}
