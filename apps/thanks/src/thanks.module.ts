import { type DynamicModule, Module } from '@nestjs/common';
import { contractsOf } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { GiveThanksController } from './give-thanks/give-thanks.controller.js';
import { GiveThanksHandler } from './give-thanks/give-thanks.handler.js';
import { ReadThanksController } from './read-thanks/read-thanks.controller.js';
import { ReadThanksHandler } from './read-thanks/read-thanks.handler.js';
import { TakeThanksBackController } from './take-thanks-back/take-thanks-back.controller.js';
import { TakeThanksBackHandler } from './take-thanks-back/take-thanks-back.handler.js';

const name = 'thanks';

/** Somebody thanks colleagues, and may take it back. Streams: `thanks/<id>`. */
@Module({
  controllers: [GiveThanksController, TakeThanksBackController, ReadThanksController],
  providers: [GiveThanksHandler, TakeThanksBackHandler, ReadThanksHandler],
})
export class ThanksModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = contractsOf[name];
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
