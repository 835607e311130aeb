import { randomBytes } from 'node:crypto';
import type { Database } from '#lib/postgres';
import { DataKey, type KeyOf, SECRET_BYTES } from './data-key.js';
import { KeyCache } from './key-cache.js';
import type { KeyEncryption } from './key-encryption.js';
import { OwnerStock } from './owner-stock.js';
import {
  destroyKey,
  findDestroyed,
  findKeys,
  findWrappedOtherwise,
  type KeyRow,
  makeKeys,
  replaceWrapped,
} from './statements.js';

export interface KeysOptions {
  /** How long a key is used without asking whether it is still there; 0: not at all. */
  readonly cacheMs: number;
}

const BATCH = 500;

interface OwnKey {
  readonly wrapped: Buffer;
  readonly secret: Buffer;
}

/** A key for each owner, in a schema of their own. Each method costs one query, or none, for however many owners. */
export class PersonalKeys {
  private readonly cache: KeyCache;
  private readonly stock: OwnerStock;

  constructor(
    private readonly database: Database,
    private readonly encryption: KeyEncryption,
    options: KeysOptions,
  ) {
    this.cache = new KeyCache(options.cacheMs);
    this.stock = new OwnerStock((owners) => this.make(owners, new Map()), options.cacheMs);
  }

  /** A person whom nobody knows yet, with a key. Costs no query mostly: the keys of several are made at once. */
  async newPerson(): Promise<string> {
    return this.stock.take();
  }

  /** Of those owners that have one, or had one. */
  async find(owners: readonly string[]): Promise<ReadonlyMap<string, KeyOf>> {
    const { found, unknown } = this.cached(owners);
    if (unknown.length > 0) await this.take(await this.database.run(findKeys, unknown), found);
    return found;
  }

  /** Of each owner: makes those that are missing. */
  async obtain(owners: readonly string[]): Promise<ReadonlyMap<string, KeyOf>> {
    const { found, unknown } = this.cached(owners);
    for (let left = unknown; left.length > 0; left = left.filter((owner) => !found.has(owner)))
      await this.make(left, found);
    return found;
  }

  /** For good, and before this resolves: no key is ever made for the owner again. */
  async destroy(owner: string, by: string): Promise<void> {
    await this.database.run(destroyKey, owner, by);
    this.cache.keep(owner, 'destroyed');
  }

  /** Those owners whose key was destroyed. */
  async destroyed(): Promise<string[]> {
    return (await this.database.run(findDestroyed)).map(({ owner }) => owner);
  }

  /** Wraps all keys by what wraps new ones now, so that the key-encryption keys before can be given up. Answers how many. */
  async rewrap(): Promise<number> {
    for (let count = 0; ;) {
      const rows = await this.database.run(findWrappedOtherwise, this.encryption.id, BATCH);
      for (const { owner, wrapped, wrapped_by: wrappedBy } of rows) {
        const secret = await this.encryption.unwrap({ wrapped: wrapped!, wrappedBy: wrappedBy! }, owner);
        const anew = await this.encryption.wrap(secret, owner);
        await this.database.run(replaceWrapped, owner, wrapped!, anew.wrapped, anew.wrappedBy);
      }
      count += rows.length;
      if (rows.length < BATCH) return count;
    }
  }

  private cached(owners: readonly string[]): { found: Map<string, KeyOf>; unknown: string[] } {
    const found = new Map<string, KeyOf>();
    const unknown = new Set<string>();
    for (const owner of owners) {
      const key = this.cache.get(owner);
      if (key) found.set(owner, key);
      else unknown.add(owner);
    }
    return { found, unknown: [...unknown] };
  }

  private async make(owners: readonly string[], into: Map<string, KeyOf>): Promise<void> {
    const secrets = owners.map(() => randomBytes(SECRET_BYTES));
    const keys = await Promise.all(secrets.map((secret, n) => this.encryption.wrap(secret, owners[n]!)));
    const wrapped = keys.map((key) => key.wrapped);
    const own = new Map(owners.map((owner, n) => [owner, { wrapped: wrapped[n]!, secret: secrets[n]! }]));
    await this.take(await this.database.run(makeKeys, owners, wrapped, this.encryption.id), into, own);
  }

  /** `own`: what was made here just now, and need not be unwrapped where the row is that. */
  private async take(
    rows: readonly KeyRow[],
    into: Map<string, KeyOf>,
    own: ReadonlyMap<string, OwnKey> = new Map(),
  ): Promise<void> {
    const keys = await Promise.all(rows.map((row) => this.keyOf(row, own.get(row.owner))));
    rows.forEach(({ owner }, n) => {
      into.set(owner, keys[n]!);
      this.cache.keep(owner, keys[n]!);
    });
  }

  private async keyOf({ owner, wrapped, wrapped_by: wrappedBy }: KeyRow, own?: OwnKey): Promise<KeyOf> {
    if (wrapped === null) return 'destroyed';
    if (own && wrapped.equals(own.wrapped)) return new DataKey(own.secret);
    return new DataKey(await this.encryption.unwrap({ wrapped, wrappedBy: wrappedBy! }, owner));
  }
}
