import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** A file as it is answered. */
export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What tools/bundle.mjs has made, read once: a few files, asked for by every visitor. */
@Injectable()
export class PageFiles implements OnModuleInit {
  private readonly files = new Map<string, PageFile>();

  async onModuleInit(): Promise<void> {
    const dist = join(packageFolder(import.meta.dirname), 'dist');
    await this.read('page', join(dist, 'apps/portal/web'));
    await this.read('assets', join(dist, 'apps/portal/web/assets'));
    await this.read('tag', join(dist, 'packages/tag'));
  }

  /** `folder`: `page`, `assets` or `tag`. */
  find(folder: string, name: string): PageFile | undefined {
    return this.files.get(`${folder}/${name}`);
  }

  private async read(folder: string, path: string): Promise<void> {
    const entries = await readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
      throw new Error(`the pages are not built: there is no ${path}; run node tools/prepare.mjs`, { cause });
    });
    for (const { name } of entries.filter((entry) => entry.isFile() && extname(entry.name) in TYPES))
      this.files.set(`${folder}/${name}`, await fileOf(name, await readFile(join(path, name))));
  }
}

export async function fileOf(name: string, plain: Buffer): Promise<PageFile> {
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzipped: await promisify(gzip)(plain),
  };
}

/** The same whether this runs from the sources or compiled. */
function packageFolder(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : packageFolder(dirname(from));
}
