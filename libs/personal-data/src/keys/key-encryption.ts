/** A data key as it is stored, and which key-encryption key it takes to read it. */
export interface WrappedKey {
  readonly wrapped: Buffer;
  readonly wrappedBy: string;
}

/**
 * Wraps the keys of people, so that whoever reads only their table has none of them. A key management service would be
 * another adapter. Rejects with {@link KeysUnavailable} when that may succeed later, or after a change of configuration.
 */
export interface KeyEncryption {
  /** What wraps new keys now. */
  readonly id: string;
  /** What it has wrapped cannot be read as another owner's key. */
  wrap(secret: Buffer, owner: string): Promise<WrappedKey>;
  unwrap(key: WrappedKey, owner: string): Promise<Buffer>;
}
