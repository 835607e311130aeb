import { renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { edited } from '../../faults/breaks/edited.js';

/**
 * Preloaded into a process under test: at SIGUSR2 it collects its garbage and writes what is left into a file of
 * HEAP_FOLDER. And it tries to reconnect after 20 ms on average, or thousands of times would take hours; the pause is
 * no setting of an app. A change that does not fit the module any more keeps the process from starting.
 */
const FASTER = { file: 'broker-connection.js', from: 'retryMs = 2_000', to: 'retryMs = 20' };

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (!url.endsWith(`/rabbitmq/${FASTER.file}`)) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: edited(source, [FASTER]) };
  },
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  collect();
  // What finalizers let go is collected the second time.
  setImmediate(() => {
    collect();
    const file = `${process.env['HEAP_FOLDER']}/${process.pid}.json`;
    const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    const found = {
      heap: process.memoryUsage().heapUsed,
      handles: process.getActiveResourcesInfo().length,
      listeners,
    };
    writeFileSync(`${file}.new`, JSON.stringify(found));
    renameSync(`${file}.new`, file);
  });
});
