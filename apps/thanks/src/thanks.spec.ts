import { describe, expect, it } from 'vitest';
import { fold, NotAllowed, RuleViolation } from '#lib/decider';
import { give, streamOf, takeBack, thanks, type ThanksEvent } from './thanks.js';

const details = { thanksId: 't-1', from: 'anna', to: ['boris', 'vera'], message: 'For the release' };
const anna = { personId: 'anna', isEditor: false };
const given = (...events: ThanksEvent[]) => fold(thanks, [...give(details, 'anna'), ...events]);

describe('thanks', () => {
  it('are given to colleagues, with a message', () => {
    expect(give(details, 'anna')).toEqual([{ type: 'thanks.given.v1', data: details }]);
    expect(given()).toEqual({ ...details, takenBack: false });
  });

  it('are not given to oneself, also not among others', () => {
    expect(() => give({ ...details, to: ['anna'] }, 'anna')).toThrow(RuleViolation);
    expect(() => give({ ...details, to: ['boris', 'anna'] }, 'anna')).toThrow('Nobody can thank themselves');
  });

  it('are not given in the name of others', () => {
    expect(() => give(details, 'boris')).toThrow(expect.objectContaining({ code: 'not-yourself' }));
    expect(() => give(details, 'boris')).toThrow(NotAllowed);
  });

  it('are taken back by who gave them, and by editors', () => {
    const boris = { personId: 'boris', isEditor: false };
    expect(() => takeBack(given(), boris)).toThrow(expect.objectContaining({ code: 'not-yours' }));
    expect(takeBack(given(), { ...boris, isEditor: true })).toHaveLength(1);
  });

  it('are taken back, and keep what was said', () => {
    const takenBack = takeBack(given(), anna);
    expect(takenBack).toEqual([{ type: 'thanks.taken-back.v1', data: { thanksId: 't-1' } }]);
    expect(given(...takenBack)).toEqual({ ...details, takenBack: true });
  });

  it('stay silent when they were taken back already', () => {
    expect(takeBack(given(...takeBack(given(), anna)), anna)).toEqual([]);
  });

  it('have a stream of their own', () => {
    expect(streamOf('t-1')).toBe('thanks/t-1');
  });
});
