import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { hostileBytes, hostileMutation } from '../hostile.js';
import { mutated, toJson } from '../json.js';
import { type Harm, noLineEnds, whole } from './hostile-parts.js';
import { withBody, withHeaders } from './request.js';

export const mutatedBody: fc.Arbitrary<Harm> = hostileMutation.map((mutation) => (parts) => {
  if (parts.body.length === 0) return whole(withBody(parts, Buffer.from(toJson(mutation.value))));
  const body = mutated({ whole: JSON.parse(parts.body.toString()) as unknown }, mutation).whole;
  return whole(withBody(parts, Buffer.from(toJson(body))));
});

export const hostileBody: fc.Arbitrary<Harm> = hostileBytes('{"name": "Anna", "position": "Engineer"}')
  .chain((bytes) => fc.constantFrom(bytes, bytes, bytes, gzipSync(bytes)))
  .map((bytes) => (parts) => whole(withBody(parts, bytes)));

/** More than a megabyte; few, since each costs as much as hundreds of others. */
export const hugeBody: fc.Arbitrary<Harm> = fc
  .constantFrom('x', '[', ' ', '"')
  .map(
    (character) => (parts) =>
      whole(withBody(parts, Buffer.alloc(1_100_000, character)), { mayBeClosed: true }),
  );

export const hostileType: fc.Arbitrary<Harm> = fc
  .oneof(
    fc.constantFrom(
      'text/plain',
      'application/xml',
      'multipart/form-data',
      'application/json; charset=utf-16',
      '',
    ),
    fc.constantFrom(
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/x+json',
      ';',
    ),
    noLineEnds,
  )
  .map((type) => (parts) => whole(withHeaders(parts, ['Content-Type', type])));
