import { Body, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { id, ThanksGivenV1 } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { GiveThanks } from './give-thanks.handler.js';

/** `id`: for callers that know the thanks by one already; else it is made. */
const body = z.strictObject({
  id: id.optional(),
  ...ThanksGivenV1.schema.omit({ thanksId: true }).shape,
});

@SourceController('thanks')
export class GiveThanksController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow(aPerson)
  give(
    @Body({ schema: body }) { id: thanksId, ...details }: z.output<typeof body>,
    @CurrentPerson() personId: string,
  ): Promise<CommandResult> {
    return this.commands.execute(new GiveThanks(details, personId, thanksId));
  }
}
