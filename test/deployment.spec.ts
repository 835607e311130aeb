import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { sourceConfig } from '#lib/event-source';
import { publishedNames } from '#lib/contracts';
import { appUsers } from '#lib/messaging';
import { loadConfig, serviceConfig } from '#lib/service';
import { passwordVariable } from '../tools/broker-users/definitions.js';

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly args: { readonly APP: string } };
  readonly environment: Record<string, string>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly post_start?: readonly { readonly command: readonly string[]; readonly user: string }[];
}

const root = join(import.meta.dirname, '..');
const text = textOf('docker-compose.yml');
const { services } = parse(text, { merge: true }) as { services: Record<string, ComposeService> };
const initScript = textOf('deploy/postgres/10-roles-and-schemas.sql');
const dockerfile = textOf('Dockerfile');

// `standalone` is the way to run without Docker.
const appNames = readdirSync(join(root, 'apps')).filter((name) => name !== 'standalone');
const apps = appNames.map((name): [string, ComposeService] => [name, serviceOf(name)]);
const everyService = Object.entries(services);
const brokerUsers = appUsers(publishedNames).map(({ name }) => name);

describe('docker-compose.yml', () => {
  it.each(apps)('builds %s from the one Dockerfile, and locks it in', (name, service) => {
    expect(service).toMatchObject({
      image: `company-feed/${name}`,
      build: { context: '.', args: { APP: name } },
      restart: 'unless-stopped',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(apps)('gives %s settings that it knows, and all that it needs', async (name, { environment }) => {
    const schema = await configOf(name);
    expect(Object.keys(environment).filter((variable) => !(variable in schema.shape))).toEqual([]);
    expect(() => loadConfig(schema, interpolated(environment))).not.toThrow();
  });

  it.each(apps)('lets %s drain before it is killed', (name, { stop_grace_period = '10s', environment }) => {
    const { DRAIN_DEADLINE_MS } = loadConfig(serviceConfig, interpolated(environment));
    expect(Number.parseInt(stop_grace_period, 10) * 1000, name).toBeGreaterThan(DRAIN_DEADLINE_MS);
  });

  it.each(apps)('lets %s into the database as a role of its own', (_name, { environment }) => {
    const { DATABASE_URL } = environment;
    if (DATABASE_URL === undefined) return;
    const [, role = '', variable = ''] = /^postgres:\/\/(\w+):\$\{(\w+)\}@postgres:/.exec(DATABASE_URL) ?? [];
    expect(initScript).toContain(`\\getenv ${role}_password ${variable}\n`);
    expect(initScript).toContain(`CREATE ROLE ${role} LOGIN PASSWORD :'${role}_password';\n`);
    const users = apps.filter(([, other]) => other.environment['DATABASE_URL'] === DATABASE_URL);
    expect(users).toHaveLength(1);
  });

  it('hands the init script every password that it asks for', () => {
    const asked = [...initScript.matchAll(/^\\getenv \w+ (\w+)$/gm)].map(([, variable]) => variable);
    expect(asked.length).toBeGreaterThan(0);
    expect(Object.keys(serviceOf('postgres').environment)).toEqual(expect.arrayContaining(asked));
  });

  it.each(apps)('lets %s into the broker as a user of its own', (name, { environment }) => {
    const { AMQP_URL } = environment;
    if (AMQP_URL === undefined) return;
    const variable = passwordVariable(name);
    expect(AMQP_URL).toBe(`amqp://${name}:\${${variable}}@rabbitmq:5672`);
    expect(brokerUsers).toContain(name);
  });

  it('has the broker make the users of all apps, with the passwords that they have', () => {
    const { environment, volumes, post_start: hooks } = serviceOf('rabbitmq');
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(brokerUsers.map(passwordVariable)));
    const [, inside] = volumes!
      .find((volume) => volume.startsWith('./deploy/rabbitmq/users.sh:'))!
      .split(':');
    expect(hooks).toEqual([{ command: ['sh', inside], user: 'rabbitmq' }]);
    expect(apps.filter(([, app]) => 'AMQP_URL' in app.environment)).toHaveLength(brokerUsers.length);
  });

  it.each(everyService)('offers %s to this machine alone', (_name, { ports = [], environment, build }) => {
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    if (build) expect(ports).toEqual([`127.0.0.1:${environment['PORT']}:${environment['PORT']}`]);
  });

  it.each(everyService)('asks %s whether it is well', (_name, { healthcheck }) => {
    expect(healthcheck?.test[0]).toBe('CMD');
  });

  it.each(everyService)('mounts into %s only what is there', (_name, { volumes = [] }) => {
    const mounted = volumes.filter((volume) => volume.startsWith('.')).map((volume) => volume.split(':'));
    expect(mounted.filter(([path = '']) => !existsSync(join(root, path)))).toEqual([]);
    expect(mounted.filter(([, , mode]) => mode !== 'ro')).toEqual([]);
  });

  it('has no password, neither as a value nor as a default', () => {
    const values = everyService.flatMap(([, { environment }]) => Object.entries(environment));
    const passwords = values.filter(([variable]) => /PASS/.test(variable));
    expect(passwords.filter(([, value]) => !/^\$\{\w+:\?[^}]+\}$/.test(value))).toEqual([]);
    // That of the feed is told to every browser.
    const urls = values.filter(([variable]) => variable.endsWith('_URL') && variable !== 'FEED_URL');
    expect(urls.filter(([, value]) => !/^\w+:\/\/[\w-]+:\$\{\w+(:\?[^}]+)?\}@/.test(value))).toEqual([]);
  });

  it('asks for what .env.example names', () => {
    const required = namesIn(text, /\$\{(\w+):\?/g);
    const optional = namesIn(text, /\$\{(\w+):-/g);
    const example = textOf('.env.example');
    expect(namesIn(example, /^(\w+)=$/gm)).toEqual(required);
    expect(namesIn(example, /^#(\w+)=.+$/gm)).toEqual(optional);
  });

  it('gives the broker the exchange type that partitions need', () => {
    expect(textOf('deploy/rabbitmq/enabled_plugins')).toMatch(
      /^\[[a-z_,]*rabbitmq_consistent_hash_exchange[a-z_,]*\]\.\n$/,
    );
  });
});

describe('Dockerfile', () => {
  const runtime = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('finds what it copies past .dockerignore', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    const kept = textOf('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? line.slice(1) : []));
    expect(kept.sort()).toEqual([...new Set(copied)].sort());
    expect(copied.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('runs without root and without a shell, so that SIGTERM arrives', () => {
    expect(runtime).toMatch(/\nUSER node\nCMD \["node", "--enable-source-maps", "main\.js"\]\n$/);
    expect(runtime).toContain('npm ci --omit=dev --omit=optional');
  });

  it('builds on the Node that .nvmrc names', () => {
    const images = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, major]) => major);
    expect(new Set(images)).toEqual(new Set([textOf('.nvmrc').trim()]));
  });
});

function namesIn(content: string, pattern: RegExp): Set<string | undefined> {
  return new Set([...content.matchAll(pattern)].map(([, name]) => name));
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function serviceOf(name: string): ComposeService {
  const service = services[name];
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** What the app's main.ts checks its environment with. A source without settings of its own has those of all sources. */
async function configOf(name: string): Promise<z.ZodObject> {
  const file = join(root, 'apps', name, 'src', `${name}.config.ts`);
  if (!existsSync(file)) return sourceConfig;
  const camelCase = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const exported = (await import(file)) as Record<string, z.ZodObject>;
  const schema = exported[`${camelCase}Config`];
  if (!schema) throw new Error(`${file} does not export ${camelCase}Config`);
  return schema;
}

/** As docker compose fills it in, with a provider, and with a password for all else that has no default. */
function interpolated(environment: Record<string, string>): Record<string, string> {
  const given: Record<string, string> = {
    OIDC_ISSUER: 'https://id.example',
    KEY_ENCRYPTION_KEY: 'A'.repeat(43),
  };
  const fill = (value: string) =>
    value.replaceAll(
      /\$\{(\w+)(?::-([^}]*))?[^}]*\}/g,
      (_, name: string, fallback?: string) => fallback ?? given[name] ?? 'c0ffee',
    );
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}
