import { afterEach, describe, expect, it, vi } from 'vitest';
import { obtainProgram } from './apt-programs.js';

const none = {
  what: 'oracle',
  candidates: ['company-feed-oracle'],
  probe: ['--version'],
  packages: ['oracle-of-delphi'],
};

describe('a program that a spec starts', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is the first of its names that runs', async () => {
    const candidates = ['company-feed-oracle', 'false', process.execPath];
    await expect(obtainProgram({ ...none, candidates })).resolves.toBe(process.execPath);
  });

  it('is asked for by its package where nothing may be installed', async () => {
    vi.stubEnv('COMPANY_FEED_NO_APT', '1');
    await expect(obtainProgram(none)).rejects.toThrow(
      'there is no oracle, and it was not installed because COMPANY_FEED_NO_APT is set. ' +
        'Install it (Debian and Ubuntu: apt-get install oracle-of-delphi)',
    );
  });
});
