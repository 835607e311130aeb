import { Controller, Get, Param, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { type EventInFeed, FeedInspection, type FeedStatus } from '#lib/read-model';
import { Allow, role } from '#lib/service';
import { DatabaseInterceptor } from '../parked/database.interceptor.js';

/** The database has no text with a NUL in it. */
const eventId = z
  .string()
  .max(255)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters');

/** What an operator may ask of the feed. */
@ApiExcludeController()
@Controller('operator')
@UseInterceptors(DatabaseInterceptor)
export class FeedOperatorController {
  constructor(private readonly inspection: FeedInspection) {}

  @Get('status')
  @Allow(role('operator'))
  status(): Promise<FeedStatus> {
    return this.inspection.status();
  }

  @Get('events/:eventId')
  @Allow(role('operator'))
  event(@Param('eventId', { schema: eventId }) id: string): Promise<EventInFeed> {
    return this.inspection.find(id);
  }
}
