import { type DynamicModule, Module } from '@nestjs/common';
import { PageFiles } from './pages/page.files.js';
import { PageSettings, settingsOf } from './pages/page.settings.js';
import { PagesController } from './pages/pages.controller.js';
import type { PagesConfig, PortalConfig } from './portal.config.js';

/** The homepage of the feed, and the tag for pages of others. Static files: it asks nobody anything. */
@Module({ controllers: [PagesController], providers: [PageFiles] })
export class PortalModule {
  static register(config: PortalConfig): DynamicModule {
    return this.showing(config, config.OIDC_ISSUER);
  }

  /** `issuer`: with whom people sign in; undefined where they may be whoever they want. */
  static showing(config: PagesConfig, issuer: string | undefined): DynamicModule {
    return {
      module: this,
      providers: [{ provide: PageSettings, useValue: settingsOf(config, issuer) }],
    };
  }
}
