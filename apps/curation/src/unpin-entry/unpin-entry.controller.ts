import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { entryIdSchema } from '../curation.params.js';
import { UnpinEntry } from './unpin-entry.handler.js';

@SourceController('feed')
export class UnpinEntryController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':entryId/pin')
  @Allow(role('editor'))
  unpin(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new UnpinEntry({ entryId, by }));
  }
}
