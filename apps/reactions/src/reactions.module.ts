import { type DynamicModule, Module } from '@nestjs/common';
import { contractsOf } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceHost,
  Streams,
} from '#lib/event-source';
import { AddReactionController } from './add-reaction/add-reaction.controller.js';
import { AddReactionHandler } from './add-reaction/add-reaction.handler.js';
import type { ReactionKindsConfig, ReactionsConfig } from './reactions.config.js';
import { RemoveReactionController } from './remove-reaction/remove-reaction.controller.js';
import { RemoveReactionHandler } from './remove-reaction/remove-reaction.handler.js';

const name = 'reactions';

/** Somebody likes an entry of the feed, or what else there is to do. Streams: `reaction/<entry id>/<person id>`. */
@Module({ controllers: [AddReactionController, RemoveReactionController] })
export class ReactionsModule {
  static register(config: ReactionsConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig & ReactionKindsConfig): DynamicModule {
    const publishes = contractsOf[name];
    return {
      module: this,
      imports: [EventSourceModule.register({ name, publishes, config, host })],
      providers: [
        {
          provide: AddReactionHandler,
          useFactory: (streams: Streams) => new AddReactionHandler(streams, config.REACTION_KINDS),
          inject: [Streams],
        },
        RemoveReactionHandler,
      ],
    };
  }
}
