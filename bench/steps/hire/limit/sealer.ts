import {
  createCipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { makeKeys } from '#lib/personal-data';

/** As many keys as our own code makes at once, under load. */
const AT_ONCE = 128;
const CIPHER = 'aes-256-gcm';

interface Secret {
  readonly cipherKey: KeyObject;
  readonly nonceKey: KeyObject;
}

interface Person {
  readonly employeeId: string;
  readonly secret: Secret;
}

/** Encrypts a name as `libs/personal-data` does, to the same bytes, with a key for each person in the same table. */
export class Sealer {
  private readonly pool: Pool;
  private readonly wrapping: KeyObject;
  private readonly wrappedBy: string;
  private people: Person[] = [];
  private making: Promise<void> | undefined;

  constructor(url: string, keyEncryptionKey: Buffer) {
    this.pool = new Pool({ connectionString: url, max: 3, options: '-c search_path=personal_keys' });
    this.wrapping = createSecretKey(keyEncryptionKey);
    this.wrappedBy = createHash('sha256').update(keyEncryptionKey).digest('hex').slice(0, 12);
  }

  async newPerson(): Promise<Person> {
    for (;;) {
      const person = this.people.pop();
      if (person) return person;
      await (this.making ??= this.make().finally(() => (this.making = undefined)));
    }
  }

  seal(value: string, { cipherKey, nonceKey }: Secret, place: string): string {
    const text = JSON.stringify(value);
    const nonce = createHmac('sha256', nonceKey).update(`${place}\0${text}`).digest().subarray(0, 12);
    const cipher = createCipheriv(CIPHER, cipherKey, nonce).setAAD(Buffer.from(place));
    const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
    return `personal.v1.${Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]).toString('base64url')}`;
  }

  private async make(): Promise<void> {
    const made = Array.from({ length: AT_ONCE }, () => ({ employeeId: uuidv7(), bytes: randomBytes(64) }));
    const owners = made.map(({ employeeId }) => `person:${employeeId}`);
    const wrapped = made.map(({ bytes }, n) => this.wrap(bytes, owners[n]!));
    const { name, text } = makeKeys;
    await this.pool.query({ name, text, values: [owners, wrapped, this.wrappedBy] });
    this.people = made.map(({ employeeId, bytes }) => ({
      employeeId,
      secret: {
        cipherKey: createSecretKey(bytes.subarray(0, 32)),
        nonceKey: createSecretKey(bytes.subarray(32)),
      },
    }));
  }

  private wrap(bytes: Buffer, owner: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(CIPHER, this.wrapping, nonce).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }
}
