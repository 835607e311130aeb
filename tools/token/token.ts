import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LocalIssuer } from '#lib/identity';
import { readArguments, USAGE } from './arguments.js';
import { issuerFolder } from './issuer-folder.js';

const wanted = readArguments(process.argv.slice(2));
if ('fault' in wanted) {
  console.error(`token: ${wanted.fault}\n\n${USAGE}`);
  process.exit(2);
}
const { persona, lifetimeS, dir = issuerFolder() } = wanted;
try {
  const isNew = !existsSync(join(dir, 'key.json'));
  const issuer = await LocalIssuer.open(dir);
  if (isNew) console.error(`token: there was no key in ${dir}, so one was made; no feed that runs knows it`);
  console.log(await issuer.issue(persona, lifetimeS));
} catch (error) {
  console.error(`token: ${dir} cannot be used: ${(error as Error).message}`);
  process.exitCode = 1;
}
