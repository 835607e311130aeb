import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, everybody, pagePolicy, problem } from '#lib/service';
import { type PageFile, PageFiles, fileOf } from './page.files.js';
import { originsOf, PageSettings } from './page.settings.js';

const SETTINGS = '%SETTINGS%';
/** What the page asks first is there when its script is. */
const PERSONAS_EARLY = '<link rel="preload" href="/sign-in/personas" as="fetch" crossorigin />';
/** Their names change with what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What is asked, of what can be answered in several ways. */
interface Asked {
  readonly 'if-none-match'?: string;
  readonly 'accept-encoding'?: string;
}

@ApiExcludeController()
@Controller()
export class PagesController {
  private readonly policy: string;
  private page: Promise<PageFile> | undefined;

  constructor(
    private readonly files: PageFiles,
    private readonly settings: PageSettings,
  ) {
    this.policy = pagePolicy(originsOf(settings));
  }

  @Get(['/', 'entries/:entryId'])
  @Allow(everybody)
  async home(@Headers() asked: Asked, @Res() reply: FastifyReply): Promise<void> {
    this.page ??= this.settledPage();
    reply.headers({ 'content-security-policy': this.policy, 'cache-control': 'no-cache' });
    answer(reply, asked, await this.page);
  }

  @Get('assets/:file')
  @Allow(everybody)
  asset(@Param('file') name: string, @Headers() asked: Asked, @Res() reply: FastifyReply): void {
    const file = this.found('assets', name);
    reply.header('cache-control', FOR_EVER);
    answer(reply, asked, file);
  }

  /** For pages of whatever origin: it is public, and has nothing of anybody. What it may read is up to the API. */
  @Get('tag/:file')
  @Allow(everybody)
  tag(@Param('file') name: string, @Headers() asked: Asked, @Res() reply: FastifyReply): void {
    const file = this.found('tag', name);
    reply.headers({
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    answer(reply, asked, file);
  }

  private found(folder: string, name: string): PageFile {
    const file = this.files.find(folder, name);
    if (!file) throw problem(404, 'not-found', 'There is no such file.');
    return file;
  }

  private settledPage(): Promise<PageFile> {
    const html = this.found('page', 'index.html').plain.toString('utf8');
    const settings = JSON.stringify(this.settings);
    const escaped = settings.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    const early = this.settings.signIn.by === 'personas' ? PERSONAS_EARLY : '';
    const page = html.replace(SETTINGS, () => escaped).replace('</head>', () => `${early}</head>`);
    return fileOf('index.html', Buffer.from(page));
  }
}

function answer(reply: FastifyReply, asked: Asked, file: PageFile): void {
  void reply.headers({ etag: file.etag, vary: 'Accept-Encoding', 'content-type': file.type });
  if (asked['if-none-match'] === file.etag) return void reply.status(304).send();
  const takesGzip = /\bgzip\b/.test(asked['accept-encoding'] ?? '');
  if (takesGzip) void reply.header('content-encoding', 'gzip');
  void reply.send(takesGzip ? file.gzipped : file.plain);
}
