import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalIssuer, type Persona, ROLES } from '#lib/identity';

/** Long enough for any run of a tool. */
const LIFETIME_S = 24 * 60 * 60;
const FOLDER = join(import.meta.dirname, '../../../node_modules/.cache/test-issuer');

/** Of everything that specs start. */
export const KEY_ENCRYPTION_KEY = Buffer.alloc(32, 'specs').toString('base64');

/** May do whatever has a role, and is a person. */
export const CHIEF: Persona = { subject: 'chief', roles: ROLES };

/** Headers of requests of whomever one wants to be. */
export class Tokens {
  private readonly made = new Map<string, Promise<string>>();

  constructor(readonly issuer: LocalIssuer) {}

  /** What an app has to be told to believe them, and a key-encryption key. */
  get environment(): Record<string, string> {
    return { ...this.issuer.environment, KEY_ENCRYPTION_KEY };
  }

  async as(persona: Persona): Promise<{ authorization: string }> {
    const key = JSON.stringify(persona);
    const token = this.made.get(key) ?? this.issuer.issue(persona, LIFETIME_S);
    this.made.set(key, token);
    return { authorization: `Bearer ${await token}` };
  }
}

let common: Promise<Tokens> | undefined;

/** The tokens that specs use, wherever they start what they test. */
export function testTokens(): Promise<Tokens> {
  return (common ??= LocalIssuer.open(FOLDER).then((issuer) => new Tokens(issuer)));
}

/** Has a standalone that is about to start on this folder believe them: there it opens an issuer of its own. */
export async function believeTestTokens(dataDir: string): Promise<void> {
  await testTokens();
  const folder = join(dataDir, 'issuer');
  await mkdir(folder, { recursive: true });
  await copyFile(join(FOLDER, 'key.json'), join(folder, 'key.json'));
}
