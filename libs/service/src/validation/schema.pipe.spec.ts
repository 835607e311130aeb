import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

describe('a request that does not fit its schema is answered 400 with every fault', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.close());

  async function faults(path: string, init?: RequestInit): Promise<unknown> {
    const answer = await fetch(sample.url + path, init);
    const body = (await answer.json()) as { status: number; code: string; errors: unknown };
    expect(body).toMatchObject({ status: 400, code: 'request-invalid' });
    return body.errors;
  }
  const post = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

  it('of the body by pointer: missing, misshapen and unknown', async () => {
    expect(await faults('/things', post({ address: { 'a/b': 'x' }, nmae: 'Ada', 'x~y': 1 }))).toEqual([
      { pointer: '#/name', code: 'required', detail: 'is required' },
      {
        pointer: '#/address/a~1b',
        code: 'invalid-type',
        detail: 'Invalid input: expected number, received string',
      },
      { pointer: '#/nmae', code: 'unknown', detail: 'is not known here' },
      { pointer: '#/x~0y', code: 'unknown', detail: 'is not known here' },
    ]);
  });

  it('also where its name is half of a character', async () => {
    expect(await faults('/things', post({ name: 'Ada', '\uD800': 1 }))).toEqual([
      { pointer: '#/%EF%BF%BD', code: 'unknown', detail: 'is not known here' },
    ]);
  });

  it('of the body as a whole, when there is none', async () => {
    const missing = [{ pointer: '#', code: 'required', detail: 'is required' }];
    expect(await faults('/things', { method: 'POST' })).toEqual(missing);
    const empty = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect(await faults('/things', empty)).toEqual(missing);
  });

  it('of the query and the path by parameter', async () => {
    expect(await faults('/things?limit=1000&limti=2')).toEqual([
      { parameter: 'limit', code: 'too-big', detail: expect.stringContaining('100') as string },
      { parameter: 'limti', code: 'unknown', detail: 'is not known here' },
    ]);
    expect(await faults('/things/seven')).toEqual([
      { parameter: 'id', code: 'invalid-format', detail: 'must be a number' },
    ]);
  });

  it('up to a hundred of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(await faults('/things', post({ name: 'Ada', ...many }))).toHaveLength(100);
  });

  it('and one that fits comes in as the schema makes it', async () => {
    const answer = await fetch(`${sample.url}/things?limit=20`);
    expect(await answer.json()).toEqual({ limit: 20 });
  });
});
