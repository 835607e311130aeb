// Prints the users of the broker and their rights: npm run -s broker:users. See docs/operations.md.
import { openNames, publishedNames } from '#lib/contracts';
import { appUsers, rightsToPublish } from '#lib/messaging';
import { readArguments, USAGE } from './arguments.js';
import { definitionsOf, passwordVariable, type Secret } from './definitions.js';
import { hashOf } from './password-hash.js';
import { scriptOf } from './script.js';

const wanted = readArguments(process.argv.slice(2));
if ('fault' in wanted) {
  console.error(`broker:users: ${wanted.fault}\n\n${USAGE}`);
  process.exit(2);
}
const { publishers, vhost } = wanted;
const outside = publishers.map((name) => ({ name, rights: rightsToPublish(openNames) }));
const users = [...appUsers(publishedNames), ...outside];

if (wanted.definitions) {
  const missing = users
    .map(({ name }) => passwordVariable(name))
    .filter((variable) => !process.env[variable]);
  if (missing.length > 0) {
    console.error(`broker:users: not set: ${missing.join(', ')}`);
    process.exit(1);
  }
  console.log(JSON.stringify(definitionsOf(users, vhost, secretOf), undefined, 2));
} else process.stdout.write(scriptOf(users, vhost));

function secretOf(name: string): Secret {
  return { password_hash: hashOf(process.env[passwordVariable(name)]!) };
}
