import { type DynamicModule, Module } from '@nestjs/common';
import { contractsOf } from '#lib/contracts';
import {
  EventSourceModule,
  onRabbitmq,
  type OutboxConfig,
  type SourceConfig,
  type SourceHost,
} from '#lib/event-source';
import { HideEntryController } from './hide-entry/hide-entry.controller.js';
import { HideEntryHandler } from './hide-entry/hide-entry.handler.js';
import { PinEntryController } from './pin-entry/pin-entry.controller.js';
import { PinEntryHandler } from './pin-entry/pin-entry.handler.js';
import { RedactTextController } from './redact-text/redact-text.controller.js';
import { RedactTextHandler } from './redact-text/redact-text.handler.js';
import { ShowEntryController } from './show-entry/show-entry.controller.js';
import { ShowEntryHandler } from './show-entry/show-entry.handler.js';
import { UnpinEntryController } from './unpin-entry/unpin-entry.controller.js';
import { UnpinEntryHandler } from './unpin-entry/unpin-entry.handler.js';

const name = 'curation';

/**
 * What editors say of entries: which are hidden, and which stand above the others. Streams: `curation/<entry id>`. And which
 * texts are erased: `redaction/<service>/<event id>`.
 */
@Module({
  controllers: [
    HideEntryController,
    ShowEntryController,
    PinEntryController,
    UnpinEntryController,
    RedactTextController,
  ],
  providers: [HideEntryHandler, ShowEntryHandler, PinEntryHandler, UnpinEntryHandler, RedactTextHandler],
})
export class CurationModule {
  static register(config: SourceConfig): DynamicModule {
    return this.hostedBy(onRabbitmq(name, config), config);
  }

  static hostedBy(host: SourceHost, config: OutboxConfig): DynamicModule {
    const publishes = contractsOf[name];
    return { module: this, imports: [EventSourceModule.register({ name, publishes, config, host })] };
  }
}
