import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Of one {@link DataKey}. */
export const SECRET_BYTES = 2 * KEY_BYTES;

/** What keys of two are derived for. */
const TOGETHER = 'personal.v2';

/** The key of a owner, or that it is gone for good. */
export type KeyOf = DataKey | 'destroyed';

/**
 * The key of one owner. The nonce is not drawn: it is an HMAC of the text and of the place it stands in, under a key of
 * its own. So the same event becomes the same bytes whoever encrypts it and however often, and whatever compares events
 * (duplicates, ids that are used again, fingerprints) goes on comparing bytes. GCM asks that no nonce serves two texts: here
 * two texts, or two places, have the same one with a chance of 1 in 2^96, and one key is of one person. All that equal bytes
 * tell is that the same event came twice, which its id tells as well: the place is part of the nonce and of what is signed.
 */
export class DataKey {
  // Objects: a key that is bytes costs six times as much at each use.
  private readonly cipherKey: KeyObject;
  private readonly nonceKey: KeyObject;

  /** `secret`: {@link SECRET_BYTES} at random, half of them for each of its two keys. */
  constructor(secret: Buffer) {
    this.cipherKey = createSecretKey(secret.subarray(0, KEY_BYTES));
    this.nonceKey = createSecretKey(secret.subarray(KEY_BYTES, SECRET_BYTES));
  }

  /** The key of what takes both: whoever has one of the two alone has nothing. */
  with(other: DataKey): DataKey {
    const secrets = [this, other].flatMap(({ cipherKey, nonceKey }) => [
      cipherKey.export(),
      nonceKey.export(),
    ]);
    return new DataKey(Buffer.from(hkdfSync('sha256', Buffer.concat(secrets), '', TOGETHER, SECRET_BYTES)));
  }

  /** `place`: what the text belongs to, and is unreadable without. It must not hold NUL. */
  encrypt(text: string, place: string): Buffer {
    const nonce = createHmac('sha256', this.nonceKey)
      .update(`${place}\0${text}`)
      .digest()
      .subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.cipherKey, nonce).setAAD(Buffer.from(place));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
  }

  /** Throws when these bytes were not made by this key for this place. */
  decrypt(bytes: Buffer, place: string): string {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, this.cipherKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8');
    return text + decipher.final('utf8');
  }
}
