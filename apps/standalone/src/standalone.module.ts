import { type DynamicModule, Module } from '@nestjs/common';
import { LocalIssuer } from '#lib/identity';
import { InProcessBroker, MessagingModule } from '#lib/messaging';
import { CurationModule } from '../../curation/src/curation.module.js';
import { EmployeeRegistrarModule } from '../../employee-registrar/src/employee-registrar.module.js';
import { EventIntakeModule } from '../../event-intake/src/event-intake.module.js';
import { FeedApiModule } from '../../feed-api/src/feed-api.module.js';
import { FeedProjectorModule } from '../../feed-projector/src/feed-projector.module.js';
import { OrgStructureModule } from '../../org-structure/src/org-structure.module.js';
import { PortalModule } from '../../portal/src/portal.module.js';
import { ReactionsModule } from '../../reactions/src/reactions.module.js';
import { ThanksModule } from '../../thanks/src/thanks.module.js';
import { PersonasController } from './personas/personas.controller.js';
import type { StandaloneConfig } from './standalone.config.js';

/** All apps in one process: one port, one database, and no broker. The outboxes are the only queues. */
@Module({})
export class StandaloneModule {
  static register(config: StandaloneConfig): DynamicModule {
    const { DATABASE_URL, KEY_ENCRYPTION_KEY } = config;
    if (DATABASE_URL === undefined || KEY_ENCRYPTION_KEY === undefined)
      throw new Error('there is no database, or no key-encryption key: localResources provides both');
    const { personas, ...rest } = config;
    const settings = { ...rest, DATABASE_URL, KEY_ENCRYPTION_KEY };
    const messaging = MessagingModule.inProcess(new InProcessBroker());
    // The lock on the database lets nobody else in, so after a crash the relays need not wait for a lease to end.
    const host = { messaging, relayOwner: 'standalone' };
    return {
      module: this,
      imports: [
        EmployeeRegistrarModule.hostedBy(host, settings),
        OrgStructureModule.hostedBy(host, settings),
        ThanksModule.hostedBy(host, settings),
        ReactionsModule.hostedBy(host, settings),
        EventIntakeModule.hostedBy(host, settings),
        CurationModule.hostedBy(host, settings),
        FeedProjectorModule.hostedBy(messaging, settings),
        FeedApiModule.reading(settings),
        PortalModule.showing(settings, personas ? undefined : settings.OIDC_ISSUER),
      ],
      ...(personas && {
        controllers: [PersonasController],
        providers: [{ provide: LocalIssuer, useValue: personas }],
      }),
    };
  }
}
