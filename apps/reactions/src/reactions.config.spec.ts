import { describe, expect, it } from 'vitest';
import { ConfigFault, loadConfig } from '#lib/service';
import { reactionKindsConfig } from './reactions.config.js';

const kindsOf = (REACTION_KINDS?: string) =>
  loadConfig(reactionKindsConfig, { REACTION_KINDS }).REACTION_KINDS;

function faultsOf(kinds: string): readonly string[] {
  try {
    kindsOf(kinds);
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

describe('REACTION_KINDS', () => {
  it('are the usual ones unless others are set', () => {
    expect(kindsOf()).toEqual(['like', 'fire', 'heart', 'clap', 'party']);
    expect(kindsOf('')).toEqual(kindsOf());
    expect(kindsOf('thumbs-up, wow')).toEqual(['thumbs-up', 'wow']);
  });

  it('are each told to be wrong, by their place', () => {
    const rule = 'must be 1 to 32 of a-z 0-9 -, beginning with a letter';
    expect(faultsOf('like,Fire,,+1')).toEqual([
      `REACTION_KINDS: kind 2 of 4 ${rule}`,
      `REACTION_KINDS: kind 3 of 4 ${rule}`,
      `REACTION_KINDS: kind 4 of 4 ${rule}`,
    ]);
  });

  it('are not listed twice', () => {
    expect(faultsOf('like,fire,like')).toEqual(['REACTION_KINDS: must not hold a kind twice']);
  });
});
