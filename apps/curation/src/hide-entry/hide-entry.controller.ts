import { Body, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { EntryHiddenV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { entryIdSchema } from '../curation.params.js';
import { HideEntry } from './hide-entry.handler.js';

const body = z.strictObject({ reason: EntryHiddenV1.schema.shape.reason });

@SourceController('feed')
export class HideEntryController {
  constructor(private readonly commands: CommandBus) {}

  @Put(':entryId/hidden')
  @Allow(role('editor'))
  hide(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @Body({ schema: body }) { reason }: z.output<typeof body>,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new HideEntry({ entryId, by }, reason));
  }
}
