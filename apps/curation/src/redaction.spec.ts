import { expect, it } from 'vitest';
import { fold } from '#lib/decider';
import { redact, redaction, streamOf } from './redaction.js';

const data = { source: '/thanks', eventId: 'e-1', by: 'paula' };

it('a text is redacted once', () => {
  const redacted = redact(redaction.initialState, data);
  expect(redacted).toEqual([{ type: 'text.redacted.v1', data }]);
  expect(redact(fold(redaction, redacted), { ...data, by: 'peter' })).toEqual([]);
});

it('the redaction of each event is in a stream of its own', () => {
  expect(streamOf('thanks', 'e-1')).toBe('redaction/thanks/e-1');
});
