import { isDeepStrictEqual } from 'node:util';
import type { ShownAs } from './reprojection.js';
import type { SampleRow } from './verification-statements.js';

/** The first field in which an entry is not what its event shows; undefined when it is. */
export function fieldUnlike(row: SampleRow, shown: ShownAs): string | undefined {
  if (!shown) return 'kind: its event shows none';
  const { name, type, args, mentions, audience } = shown;
  const expected = {
    name,
    type,
    args,
    mentions,
    audience,
    stream: shown.stream ?? null,
    same_time: true,
  };
  // Through JSON, as the row went: what is undefined is not there.
  const plain = JSON.parse(JSON.stringify(expected)) as typeof expected;
  const fields = Object.keys(plain) as (keyof typeof plain)[];
  return fields.find((field) => !isDeepStrictEqual(plain[field], row[field]));
}
