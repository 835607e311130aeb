import { type DynamicModule, Module } from '@nestjs/common';
import { contracts } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { ListSchemasController } from './describe-events/list-schemas.controller.js';
import { ReadAsyncapiController } from './describe-events/read-asyncapi.controller.js';
import { ReadSchemaController } from './describe-events/read-schema.controller.js';
import { TakeEventsController } from './take-events/take-events.controller.js';
import { TakeEventsHandler } from './take-events/take-events.handler.js';

const name = 'event-intake';

/**
 * Takes events over HTTP from systems that have no way to RabbitMQ. Streams: `<source> <subject>`, both the publisher's;
 * `<source> <id>` for an event without a subject.
 */
@Module({
  controllers: [TakeEventsController, ReadAsyncapiController, ListSchemasController, ReadSchemaController],
  providers: [TakeEventsHandler],
})
export class EventIntakeModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = contracts;
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
