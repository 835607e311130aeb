import { Body, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EntryPinnedV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { entryIdSchema } from '../curation.params.js';
import { PinEntry } from './pin-entry.handler.js';

/** Without a body: for good. */
const body = z.strictObject({ until: EntryPinnedV1.schema.shape.until }).default({});

@SourceController('feed')
export class PinEntryController {
  constructor(private readonly commands: CommandBus) {}

  @Put(':entryId/pin')
  @Allow(role('editor'))
  pin(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @Body({ schema: body }) { until }: z.output<typeof body>,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new PinEntry({ entryId, by }, until));
  }
}
