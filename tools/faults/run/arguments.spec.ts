import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';

const faultOf = (...args: string[]): string => {
  const read = readArguments(args, {});
  return 'fault' in read ? read.fault : 'none';
};

describe('the command line', () => {
  it('may be empty: 50 faults of the distributed system, by any seed', () => {
    expect(readArguments([], {})).toMatchObject({ count: 50, mode: 'distributed', keep: false });
    expect(readArguments([], {})).not.toEqual(readArguments([], {}));
  });

  it('says how many faults, by which seed, of which system and kind', () => {
    const args = [
      '--faults',
      '300',
      '--seed',
      '7',
      '--mode',
      'standalone',
      '--clients',
      '2',
      '--patience',
      '30',
      '--only',
      'kill: standalone',
      '--keep',
    ];
    expect(readArguments(args, {})).toEqual({
      count: 300,
      seed: 7,
      clients: 2,
      patienceMs: 30_000,
      mode: 'standalone',
      only: ['kill: standalone'],
      keep: true,
    });
  });

  it('is refused with what is wrong', () => {
    expect(faultOf('--faults', 'many')).toBe('--faults must be a whole number from 0 to 1000000, not "many"');
    expect(faultOf('--seed', '-1')).toContain("'--seed' argument is ambiguous");
    expect(faultOf('--seed=-1')).toBe('--seed must be a whole number from 0 to 2147483647, not "-1"');
    expect(faultOf('--mode', 'cloud')).toBe('--mode must be distributed or standalone, not "cloud"');
    expect(faultOf('--clients', '0')).toBe('--clients must be a whole number from 1 to 100, not "0"');
    expect(faultOf('--patience', 'long')).toContain('--patience must be a whole number from 1 to 3600');
    expect(faultOf('--fault', '3')).toContain("Unknown option '--fault'");
    expect(faultOf('3')).toContain("Unexpected argument '3'");
    expect(faultOf('--only', 'rain')).toContain(
      'there is no such fault in mode distributed; there are\n  kill:',
    );
    expect(faultOf('--mode', 'standalone', '--only', 'kill: feed-api')).toContain(
      'no such fault in mode standalone',
    );
    expect(faultOf('--break', 'rain')).toContain('there is no break "rain"');
    expect(faultOf('--break', 'no-confirm', '--mode', 'standalone')).toBe(
      'the break no-confirm is none of mode standalone',
    );
  });

  it('does nothing to servers that somebody else runs', () => {
    expect(readArguments([], { DATABASE_URL: 'postgres://127.0.0.1/feed' })).toEqual({
      fault: 'DATABASE_URL is set: faults are only done to servers of their own',
    });
  });
});
