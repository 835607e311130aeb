import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import { reactionKind } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { CurrentActor } from '#lib/service';
import { entryIdSchema, type ReactionAnswer, reactionAnswer } from '../reaction.params.js';
import { RemoveReaction } from './remove-reaction.handler.js';

@SourceController('feed')
export class RemoveReactionController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':entryId/reactions/:kind')
  @ApiOkResponse({ standardSchema: reactionAnswer })
  @ApiHeader({ name: 'X-Actor-Id', description: 'Whose reaction it is.', required: true })
  async remove(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @Param('kind', { schema: reactionKind }) kind: string,
    @CurrentActor() personId: string,
  ): Promise<ReactionAnswer> {
    const { version } = await this.commands.execute(new RemoveReaction({ entryId, personId, kind }));
    return { entryId, kind, version };
  }
}
