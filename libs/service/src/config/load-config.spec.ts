import { describe, expect, it } from 'vitest';
import { durationMs, flag, integer, port, secretUrl } from './fields.js';
import { ConfigFault, loadConfig } from './load-config.js';
import { serviceConfig } from './service-config.js';

const schema = serviceConfig.extend({
  PORT: port().default(3001),
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  BATCH_SIZE: integer(1, 500).default(100),
  LEASE_MS: durationMs().optional(),
  TRACING: flag().default(false),
});
const DATABASE_URL = 'postgres://feed:hush@localhost/feed';
const PROVIDER = { OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'feed' };

function faultsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(schema, { ...PROVIDER, ...env });
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('makes numbers and booleans of text, and fills in the defaults', () => {
    const config = loadConfig(schema, {
      ...PROVIDER,
      DATABASE_URL,
      BATCH_SIZE: '7',
      TRACING: '1',
      LEASE_MS: '50',
      HOME: '/root',
    });
    expect(config).toMatchObject({
      ...PROVIDER,
      PORT: 3001,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      DRAIN_DELAY_MS: 5000,
      DRAIN_DEADLINE_MS: 28_000,
      MEMORY_CHECK_MS: 5000,
      DATABASE_URL,
      BATCH_SIZE: 7,
      LEASE_MS: 50,
      TRACING: true,
    });
  });

  it('takes empty for not set', () => {
    const config = loadConfig(schema, { ...PROVIDER, DATABASE_URL, PORT: '', TRACING: '' });
    expect(config).toMatchObject({ PORT: 3001, TRACING: false });
    expect(faultsOf({ DATABASE_URL: '' })).toEqual(['DATABASE_URL: is not set']);
  });

  it('lists every fault at once, and no value', () => {
    const env = {
      PORT: '70000',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://feed:hush@localhost/feed',
      BATCH_SIZE: '1e3',
      TRACING: 'maybe',
      LEASE_MS: '-1',
    };
    expect(faultsOf(env)).toEqual([
      'PORT: must be a whole number from 0 to 65535',
      'LOG_LEVEL: Invalid option: expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"',
      'DATABASE_URL: must be a URL that starts with postgres:// or postgresql://',
      'BATCH_SIZE: must be a whole number from 1 to 500',
      'LEASE_MS: must be a whole number from 0 to 2147483647',
      'TRACING: must be true or false',
    ]);
  });

  it('says in its message how many there are', () => {
    expect(() => loadConfig(schema, { ...PROVIDER, PORT: 'x' })).toThrow(
      /has 2 faults:\n {2}PORT: .*\n {2}DATABASE_URL: is not set$/,
    );
    expect(() => loadConfig(schema, PROVIDER)).toThrow(/has a fault:\n {2}DATABASE_URL/);
  });
});
