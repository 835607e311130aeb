import { Body, Controller, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiOkResponse } from '@nestjs/swagger';
import { ParkedMessages } from '#lib/read-model';
import { Allow, CurrentIdentity, type Identity, problem, role } from '#lib/service';
import { DatabaseInterceptor } from './database.interceptor.js';
import { ParkedOperator, type Skipped } from './parked.operator.js';
import {
  type ListParams,
  listParams,
  order,
  type OrderBody,
  parkedId,
  type ReplayBody,
  replayOrder,
} from './parked.params.js';
import { type PresentedMessage, presentLine, presentMessage } from './parked.presenter.js';
import { replayedSchema, skippedSchema } from './parked.schemas.js';
import type { Replayed } from './replayed.js';

export interface ParkedPage {
  readonly items: readonly ReturnType<typeof presentLine>[];
  /** `next`: for `after`, where there are more. */
  readonly page: { readonly next: string | null; readonly hasMore: boolean };
}

/** The operator's view of what could not be applied, and what can be done about it. */
@ApiExcludeController()
@Controller('operator/parked')
@UseInterceptors(DatabaseInterceptor)
export class ParkedController {
  constructor(
    private readonly parked: ParkedMessages,
    private readonly operator: ParkedOperator,
  ) {}

  @Get()
  @Allow(role('operator'))
  async list(@Query({ schema: listParams }) { limit, ...query }: ListParams): Promise<ParkedPage> {
    const found = await this.parked.list({ ...query, limit: limit + 1 });
    const items = found.slice(0, limit).map(presentLine);
    const hasMore = found.length > limit;
    return { items, page: { next: hasMore ? items.at(-1)!.id : null, hasMore } };
  }

  @Get(':id')
  @Allow(role('operator'))
  async show(@Param('id', { schema: parkedId }) id: string): Promise<PresentedMessage> {
    const message = await this.parked.find(id);
    if (!message) throw problem(404, 'parked-unknown', `There is no parked message ${id}.`);
    return presentMessage(message);
  }

  @Post('replay')
  @Allow(role('operator'))
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: replayedSchema })
  replay(
    @Body({ schema: replayOrder }) body: ReplayBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<Replayed> {
    return this.operator.replay({ ...body, by });
  }

  @Post(':id/skip')
  @Allow(role('operator'))
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: skippedSchema })
  skip(
    @Param('id', { schema: parkedId }) id: string,
    @Body({ schema: order }) body: OrderBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<Skipped> {
    return this.operator.skip(id, { ...body, by });
  }
}
