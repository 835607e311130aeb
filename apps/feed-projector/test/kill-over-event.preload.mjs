// For `node --import <this>?killer=<stream>#<sequence, encoded>`: reading the contract of that event ends the process, as
// a fault in native code would.
import { ContractRegistry } from '#lib/envelope';

const killer = new URL(import.meta.url).searchParams.get('killer');
const read = Reflect.get(ContractRegistry.prototype, 'read');
ContractRegistry.prototype.read = function (event) {
  if (`${event.subject}#${event.sequence}` === killer) process.kill(process.pid, 'SIGKILL');
  return Reflect.apply(read, this, [event]);
};
