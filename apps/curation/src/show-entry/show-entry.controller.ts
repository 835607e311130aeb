import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { entryIdSchema } from '../curation.params.js';
import { ShowEntry } from './show-entry.handler.js';

@SourceController('feed')
export class ShowEntryController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':entryId/hidden')
  @Allow(role('editor'))
  show(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new ShowEntry({ entryId, by }));
  }
}
