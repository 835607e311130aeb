import { Delete, Param } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { TakeThanksBack } from './take-thanks-back.handler.js';

@SourceController('thanks')
export class TakeThanksBackController {
  constructor(private readonly commands: CommandBus) {}

  @Delete(':id')
  takeBack(@Param('id', { schema: id }) thanksId: string): Promise<CommandResult> {
    return this.commands.execute(new TakeThanksBack(thanksId));
  }
}
