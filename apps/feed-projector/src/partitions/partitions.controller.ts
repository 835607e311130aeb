import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiOkResponse } from '@nestjs/swagger';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { DatabaseInterceptor } from '../parked/database.interceptor.js';
import { BrokerInterceptor } from './broker.interceptor.js';
import { PartitionsOperator } from './partitions.operator.js';
import { type GrowBody, growOrder, type PartitionsAnswer, partitionsSchema } from './partitions.requests.js';

/** The operator's view of the broker's partitions, and how there come to be more. */
@ApiExcludeController()
@Controller('operator/partitions')
@UseInterceptors(DatabaseInterceptor, BrokerInterceptor)
export class PartitionsController {
  constructor(private readonly operator: PartitionsOperator) {}

  @Get()
  @Allow(role('operator'))
  @ApiOkResponse({ standardSchema: partitionsSchema })
  show(): Promise<PartitionsAnswer> {
    return this.operator.show();
  }

  @Post('grow')
  @Allow(role('operator'))
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: partitionsSchema })
  grow(
    @Body({ schema: growOrder }) body: GrowBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<PartitionsAnswer> {
    return this.operator.grow({ ...body, by });
  }
}
