import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { reactionKind } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { entryIdSchema, type ReactionAnswer, reactionAnswer } from '../reaction.params.js';
import { RemoveReaction } from './remove-reaction.handler.js';

@SourceController('feed')
export class RemoveReactionController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':entryId/reactions/:kind')
  @Allow(aPerson)
  @ApiOkResponse({ standardSchema: reactionAnswer })
  async remove(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @Param('kind', { schema: reactionKind }) kind: string,
    @CurrentPerson() personId: string,
  ): Promise<ReactionAnswer> {
    const { version } = await this.commands.execute(new RemoveReaction({ entryId, personId, kind }));
    return { entryId, kind, version };
  }
}
