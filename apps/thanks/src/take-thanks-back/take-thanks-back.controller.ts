import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, aPerson, CurrentIdentity, CurrentPerson, type Identity } from '#lib/service';
import { TakeThanksBack } from './take-thanks-back.handler.js';

@SourceController('thanks')
export class TakeThanksBackController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':id')
  @Allow(aPerson)
  takeBack(
    @Param('id', { schema: id }) thanksId: string,
    @CurrentPerson() personId: string,
    @CurrentIdentity() { roles }: Identity,
  ): Promise<CommandResult> {
    return this.commands.execute(new TakeThanksBack(thanksId, { personId, isEditor: roles.has('editor') }));
  }
}
