import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Database } from '#lib/postgres';
import { listActs, type RecordedAct } from '#lib/read-model';
import { Allow, role } from '#lib/service';
import { DatabaseInterceptor } from '../parked/database.interceptor.js';
import { type ActsParams, actsParams } from './acts.params.js';

export interface ActsPage {
  /** Newest first. */
  readonly items: readonly RecordedAct[];
  /** `next`: for `after`, where there are older ones. */
  readonly page: { readonly next: string | null; readonly hasMore: boolean };
}

/** What operators ordered, with who and why. Editors' words are events, and in the log of the feed. */
@ApiExcludeController()
@Controller('operator/acts')
@UseInterceptors(DatabaseInterceptor)
export class ActsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Allow(role('operator'))
  async list(@Query({ schema: actsParams }) { limit, after }: ActsParams): Promise<ActsPage> {
    const found = await listActs(this.database, { limit: limit + 1, after });
    const items = found.slice(0, limit);
    const hasMore = found.length > limit;
    return { items, page: { next: hasMore ? items.at(-1)!.id : null, hasMore } };
  }
}
