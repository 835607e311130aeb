import type { BrokerUser } from '#lib/messaging';
import { definitionsOf, passwordVariable } from './definitions.js';

/**
 * A shell script that has the broker let these users in, whether or not it knows them. It holds no password, nor does any
 * file or list of processes when it runs: they go from the environment into the command's input.
 */
export function scriptOf(users: readonly BrokerUser[], vhost: string): string {
  const variables = users.map(({ name }) => passwordVariable(name));
  const definitions = definitionsOf(users, vhost, (name) => ({ password: `$${passwordVariable(name)}` }));
  return `#!/bin/sh
# The users of the broker and what each may do, made by \`npm run broker:users\`: change libs/messaging/src/rabbitmq/rights.ts
# and make it anew. For rabbitmqctl beside a node. May run again: rights and passwords are then as it says.
set -eu

for variable in ${variables.join(' ')}; do
  eval "password=\\\${$variable:-}"
  case $password in
    '') echo "$variable is not set" >&2; exit 1 ;;
    *[!A-Za-z0-9._~-]*) echo "$variable may have letters, digits and . _ ~ - only" >&2; exit 1 ;;
  esac
done

# A node that starts makes the cookie first; made by somebody else, it could not read it.
while [ ! -s "\${HOME:?}/.erlang.cookie" ]; do sleep 1; done
rabbitmqctl --quiet await_startup --timeout 300

rabbitmqctl --quiet import_definitions <<END
${JSON.stringify(definitions, undefined, 1).replaceAll(/\$(?![A-Z])/g, '\\$')}
END
`;
}
