import { Body, Controller, Get, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiOkResponse } from '@nestjs/swagger';
import { DatabaseInterceptor } from '../parked/database.interceptor.js';
import { BrokerInterceptor } from './broker.interceptor.js';
import { PartitionsOperator } from './partitions.operator.js';
import { type GrowOrder, growOrder, type PartitionsAnswer, partitionsSchema } from './partitions.requests.js';

/** The operator's view of the broker's partitions, and how there come to be more. */
@ApiExcludeController()
@Controller('operator/partitions')
@UseInterceptors(DatabaseInterceptor, BrokerInterceptor)
export class PartitionsController {
  constructor(private readonly operator: PartitionsOperator) {}

  @Get()
  @ApiOkResponse({ standardSchema: partitionsSchema })
  show(): Promise<PartitionsAnswer> {
    return this.operator.show();
  }

  @Post('grow')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: partitionsSchema })
  grow(@Body({ schema: growOrder }) body: GrowOrder): Promise<PartitionsAnswer> {
    return this.operator.grow(body);
  }
}
