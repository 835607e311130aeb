import { Controller, Get, HttpException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { everybody } from '#lib/identity';
import { Allow } from '../access/allow.js';
import { ServiceState } from '../service-state.js';
import { type CheckResult, HealthChecks } from './health-checks.js';

interface Health {
  readonly status: 'live' | 'ready';
  readonly checks: CheckResult[];
}

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly state: ServiceState,
  ) {}

  /** That it answers says that the event loop turns. */
  @Get('live')
  @Allow(everybody)
  async live(): Promise<Health> {
    const checks = await this.checks.liveness();
    if (checks.some(({ ok }) => !ok)) throw unavailable('not-live', 'A restart is needed.', checks);
    return { status: 'live', checks };
  }

  @Get('ready')
  @Allow(everybody)
  async ready(): Promise<Health> {
    const checks = await this.checks.readiness();
    if (this.state.phase !== 'serving')
      throw unavailable(this.state.phase, `The service is ${this.state.phase}.`, checks);
    if (checks.some(({ ok }) => !ok))
      throw unavailable('not-ready', 'Not everything it needs is there.', checks);
    return { status: 'ready', checks };
  }
}

function unavailable(code: string, detail: string, checks: CheckResult[]): HttpException {
  return new HttpException({ code, detail, checks }, 503);
}
