import { Controller, type DynamicModule, Get, Module } from '@nestjs/common';
import { Allow, everybody, runService, type ServiceConfig, serviceConfig } from '../src/index.js';
import { SampleModule } from './sample.module.js';

@Controller('uncaught')
class UncaughtController {
  @Get('exception')
  @Allow(everybody)
  exception() {
    setTimeout(() => {
      throw new Error('thrown in a timer');
    });
    return {};
  }

  @Get('rejection')
  @Allow(everybody)
  rejection() {
    void Promise.reject(new Error('rejected by nobody'));
    return {};
  }
}

@Module({})
class SpawnedModule {
  static register(config: ServiceConfig): DynamicModule {
    return {
      module: SpawnedModule,
      imports: [SampleModule.register(config)],
      controllers: [UncaughtController],
    };
  }
}

const say = (msg: string): boolean => process.stdout.write(`${JSON.stringify({ msg })}\n`);

await runService(SpawnedModule, serviceConfig, {
  resources: async (config) => {
    say('acquired');
    // oxlint-disable-next-line node/no-process-env -- a switch for the spec, no setting of a service
    await new Promise((resolve) => setTimeout(resolve, Number(process.env['SPEC_SLOW_START_MS'] ?? 0)));
    return { config, release: async () => void say('released') };
  },
  onServing: (address) => say(`serving at ${address}; ${process.title}`),
});
