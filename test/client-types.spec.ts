import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'oxfmt';
import { expect, it } from 'vitest';
import { typesOfOpenapi } from '../tools/client-types/types-of-openapi.js';
import { describedApps } from './support/described-apps.js';

/** What the client calls, and what it is told. */
const WANTED = {
  operations: ['readFeed', 'readEntry', 'addReaction', 'removeReaction'],
  schemas: ['Changes', 'Problem'],
};

const root = join(import.meta.dirname, '..');

it("the client's types say what the feed's OpenAPI document says", async () => {
  const [, document] = (await describedApps()).find(([app]) => app === 'standalone')!;
  const file = 'libs/client/src/openapi.ts';
  const options = JSON.parse(readFileSync(join(root, '.oxfmtrc.json'), 'utf8')) as {
    printWidth: number;
    singleQuote: boolean;
  };
  const { code, errors } = await format(file, typesOfOpenapi(document, WANTED), {
    printWidth: options.printWidth,
    singleQuote: options.singleQuote,
  });
  expect(errors).toEqual([]);
  await expect(code).toMatchFileSnapshot(join(root, file));
});
