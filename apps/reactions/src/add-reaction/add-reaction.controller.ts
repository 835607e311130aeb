import { Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { reactionKind } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { entryIdSchema, type ReactionAnswer, reactionAnswer } from '../reaction.params.js';
import { AddReaction } from './add-reaction.handler.js';

@SourceController('feed')
export class AddReactionController {
  constructor(private readonly commands: CommandBus) {}

  @Put(':entryId/reactions/:kind')
  @Allow(aPerson)
  @ApiOkResponse({ standardSchema: reactionAnswer })
  async add(
    @Param('entryId', { schema: entryIdSchema }) entryId: string,
    @Param('kind', { schema: reactionKind }) kind: string,
    @CurrentPerson() personId: string,
  ): Promise<ReactionAnswer> {
    const { version } = await this.commands.execute(new AddReaction({ entryId, personId, kind }));
    return { entryId, kind, version };
  }
}
