import { describe, expect, it } from 'vitest';
import { fold, RuleViolation } from '#lib/decider';
import { add, type Reaction, type ReactionEvent, reactions, remove, streamOf } from './reaction.js';

const known = ['like', 'fire'];
const like: Reaction = { entryId: 'e-1', personId: 'anna', kind: 'like' };
const fire: Reaction = { ...like, kind: 'fire' };
const given = (...events: ReactionEvent[]) => fold(reactions, events);
const liked: ReactionEvent = { type: 'reaction.added.v1', data: like };
const unliked: ReactionEvent = { type: 'reaction.removed.v1', data: like };

describe('a reaction', () => {
  it('is in a stream of its entry and its person', () => {
    expect(streamOf(like)).toBe('reaction/e-1/anna');
    expect(streamOf(fire)).toBe(streamOf(like));
  });

  it('is added beside those of other kinds', () => {
    expect(add(given(), like, known)).toEqual([liked]);
    expect(given(liked, ...add(given(liked), fire, known))).toEqual(['like', 'fire']);
  });

  it('is added once', () => {
    expect(add(given(liked), like, known)).toEqual([]);
    expect(add(given(liked, unliked), like, known)).toEqual([liked]);
  });

  it('is removed once, and those of other kinds stay', () => {
    expect(remove(given(liked), like)).toEqual([unliked]);
    expect(remove(given(liked, unliked), like)).toEqual([]);
    expect(remove(given(), like)).toEqual([]);
    expect(given(liked, ...add(given(liked), fire, known), unliked)).toEqual(['fire']);
  });

  it('is of a kind that there is, also where it was added before there was none', () => {
    const smile = { ...like, kind: 'smile' };
    expect(() => add(given(), smile, known)).toThrow(RuleViolation);
    expect(() => add(given(), smile, known)).toThrow('There is no reaction smile, only like, fire.');
    expect(() => add(given(liked), like, ['fire'])).toThrow('There is no reaction like, only fire.');
  });

  it('can be taken back when there is no such kind any more', () => {
    const smile = { ...like, kind: 'smile' };
    const smiled: ReactionEvent = { type: 'reaction.added.v1', data: smile };
    expect(remove(given(smiled), smile)).toEqual([{ type: 'reaction.removed.v1', data: smile }]);
  });
});
