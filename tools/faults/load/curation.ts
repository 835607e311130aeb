import { entryIdOf } from '#lib/read-model';
import type { Random } from '../random.js';
import { SOURCE } from './announcements.js';
import type { Request } from './request.js';
import type { World } from './world.js';

/** An editor hides or pins an announcement that is there or that will be, or takes it back. */
export function curate(world: World, random: Random): Request {
  const id = random.next() < 0.25 ? world.future('announcement') : world.some('announcement');
  const aspect = random.pick(['hidden', 'pin']);
  const path = `/feed/${entryIdOf(SOURCE, id)}/${aspect}`;
  if (random.next() < 0.4) return { app: 'curation', method: 'DELETE', path };
  return {
    app: 'curation',
    method: 'PUT',
    path,
    body: aspect === 'hidden' ? { reason: 'The soup was cold' } : {},
  };
}
