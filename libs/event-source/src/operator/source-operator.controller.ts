import { Get, Param, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow, problem, role } from '#lib/service';
import { SourceController } from '../http/source.controller.js';
import { type OutboxState, SourceInspection, type StoredEvent } from './source.inspection.js';

/** The database has no text with a NUL in it. */
const eventId = z
  .string()
  .max(255)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters');

/** The operator's view of one source, at a path of its own: in standalone all sources are on one port. */
export function sourceOperatorController(name: string): Type {
  @ApiExcludeController()
  @SourceController(`operator/sources/${name}`)
  class SourceOperatorController {
    constructor(private readonly inspection: SourceInspection) {}

    @Get('outbox')
    @Allow(role('operator'))
    outbox(): Promise<OutboxState> {
      return this.inspection.outbox();
    }

    @Get('events/:eventId')
    @Allow(role('operator'))
    async event(@Param('eventId', { schema: eventId }) id: string): Promise<StoredEvent> {
      const found = await this.inspection.find(id);
      if (!found) throw problem(404, 'event-unknown', `${name} has no such event.`);
      return found;
    }
  }
  return SourceOperatorController;
}
