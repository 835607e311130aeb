import { parseArgs } from 'node:util';
import { publishedNames } from '#lib/contracts';
import { PROJECTOR_USER } from '#lib/messaging';

export const USAGE = `npm run -s broker:users -- [publisher]... [--definitions] [--vhost V]

Prints a shell script that has RabbitMQ let in a user for each app, with its rights: deploy/rabbitmq/users.sh, for
rabbitmqctl. It takes the passwords from the environment, EMPLOYEE_REGISTRAR_AMQP_PASSWORD and so on.

  publisher      a system outside that is let in as well, with the right to publish what is open to all: canteen
  --definitions  prints JSON instead, for load_definitions or rabbitmqctl import_definitions, with the hashes of the
                 passwords that the environment has now: keep it as you keep passwords
  --vhost V      / unless given
Exit codes: 0 done, 1 a password is missing, 2 not understood.`;

export interface UsersArguments {
  readonly publishers: readonly string[];
  readonly definitions: boolean;
  readonly vhost: string;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(args: readonly string[]): UsersArguments | { readonly fault: string } {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        definitions: { type: 'boolean', default: false },
        vhost: { type: 'string', default: '/' },
      },
    });
    for (const name of positionals) check(name);
    if (!/^[\w./-]+$/.test(values.vhost))
      throw new Error(`--vhost is of A-Z a-z 0-9 . _ / -, not ${values.vhost}`);
    return { publishers: positionals, ...values };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** The name becomes the source, with a slash before it. */
function check(name: string): void {
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name))
    throw new Error(`a publisher is of a-z 0-9 . _ -, for example canteen, not ${JSON.stringify(name)}`);
  if (name === PROJECTOR_USER || Object.hasOwn(publishedNames, name))
    throw new Error(`${name} is an app of the feed, and among the users anyway`);
}
