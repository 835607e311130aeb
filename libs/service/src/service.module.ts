import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HealthChecks } from './health/health-checks.js';
import { HealthController } from './health/health.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ServiceState } from './service-state.js';

/** The root of every service: the app's module, and what all of them have. */
@Module({})
export class ServiceModule {
  static around(appModule: DynamicModule, state: ServiceState): DynamicModule {
    return {
      module: ServiceModule,
      imports: [DiscoveryModule, appModule],
      controllers: [HealthController, MetricsController],
      providers: [HealthChecks, { provide: ServiceState, useValue: state }],
    };
  }
}
