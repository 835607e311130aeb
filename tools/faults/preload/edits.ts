import { registerHooks } from 'node:module';
import { breakNamed } from '../breaks/all-breaks.js';
import { edited } from '../breaks/edited.js';

/**
 * Preloaded into a process under test: its modules are changed as FAULTS_BREAK says, when they are loaded. Nothing on the
 * disk is touched. A change that does not fit its module any more keeps the process from starting.
 */
const { edits } = breakNamed(process.env['FAULTS_BREAK'] ?? '');

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const own = edits.filter(({ file }) => url.endsWith(`/dist/${file.replace(/\.ts$/, '.js')}`));
    if (own.length === 0) return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array);
    return { ...loaded, source: edited(source.toString(), own) };
  },
});
