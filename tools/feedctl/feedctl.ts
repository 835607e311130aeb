import { acts } from './acts.command.js';
import { findAddresses } from './addresses.js';
import { CommandLine } from './command-line.js';
import { explain } from './explain.command.js';
import { parked } from './parked.command.js';
import { partitions } from './partitions.command.js';
import { rebuild } from './rebuild.command.js';
import { republish } from './republish.command.js';
import { status } from './status.command.js';
import { USAGE, WrongUsage } from './usage.js';

try {
  process.exitCode = await run(CommandLine.of(process.argv.slice(2)));
} catch (error) {
  console.error(`feedctl: ${(error as Error).message}`);
  if (error instanceof WrongUsage) console.error(`\n${USAGE}`);
  process.exitCode = error instanceof WrongUsage ? 2 : 1;
}

async function run(line: CommandLine): Promise<number> {
  if (line.isSet('help')) {
    console.log(USAGE);
    return 0;
  }
  const command = line.next('a command');
  const addresses = await findAddresses();
  switch (command) {
    case 'status':
      line.end();
      return status(addresses);
    case 'explain':
      return explain(line.next('the id of an event'), addresses);
    case 'parked':
      return parked(line, addresses);
    case 'partitions':
      return partitions(line, addresses);
    case 'rebuild':
      return rebuild(line, addresses);
    case 'acts':
      line.end();
      return acts(addresses);
    case 'republish':
      return republish(line, addresses);
    default:
      throw new WrongUsage(`${command} is not known`);
  }
}
