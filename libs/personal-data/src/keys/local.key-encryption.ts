import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KeysUnavailable } from '../errors.js';
import type { KeyEncryption, WrappedKey } from './key-encryption.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Wraps with keys that the process holds, by AES-256-GCM with random nonces; they are known by a part of their digest. The
 * first one wraps, the others still unwrap: so the key-encryption key is changed without a moment in which nothing works.
 */
export class LocalKeyEncryption implements KeyEncryption {
  readonly id: string;
  private readonly known: ReadonlyMap<string, KeyObject>;

  constructor(keys: readonly Buffer[]) {
    this.known = new Map(keys.map((key) => [idOf(key), createSecretKey(key)]));
    this.id = idOf(keys[0]!);
  }

  /** From a setting: keys in base64, or the URL of a file that holds them. Throws when the file does not. */
  static from(setting: string): LocalKeyEncryption {
    const text = setting.startsWith('file:') ? readFileSync(new URL(setting), 'utf8') : setting;
    const keys = keysIn(text);
    if (!keys) throw new Error('the file of KEY_ENCRYPTION_KEY does not hold keys of 32 bytes in base64');
    return new LocalKeyEncryption(keys);
  }

  async wrap(secret: Buffer, owner: string): Promise<WrappedKey> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.known.get(this.id)!, nonce).setAAD(Buffer.from(owner));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return { wrapped: Buffer.concat([nonce, cipher.getAuthTag(), text]), wrappedBy: this.id };
  }

  async unwrap({ wrapped, wrappedBy }: WrappedKey, owner: string): Promise<Buffer> {
    const key = this.known.get(wrappedBy);
    if (!key) throw new KeysUnavailable(`KEY_ENCRYPTION_KEY does not hold ${wrappedBy}, which wrapped a key`);
    const [nonce, tag] = [
      wrapped.subarray(0, NONCE_BYTES),
      wrapped.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES),
    ];
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new KeysUnavailable('a key is not what was wrapped: its row was changed', { cause: error });
    }
  }
}

const KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Undefined where one of them is no key. */
export function keysIn(text: string): Buffer[] | undefined {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (parts.length === 0 || !parts.every((part) => KEY.test(part))) return undefined;
  return parts.map((part) => Buffer.from(part, 'base64'));
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12);
}
