import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { register } from 'prom-client';
import { role } from '#lib/identity';
import { Allow } from '../access/allow.js';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Allow(role('operator'))
  @Header('content-type', register.contentType)
  read(): Promise<string> {
    return register.metrics();
  }
}
