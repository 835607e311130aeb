import { id } from '#lib/contracts';
import type { GroupRange } from '#lib/read-model';
import { decodeChecked, encodeChecked } from '../checked.token.js';
import { inMicroseconds } from '../moments.js';

const NAME = /^[a-z][a-z0-9.-]{0,99}$/;
const ARG = /^[A-Za-z]{1,50}$/;
const TARGET = /^(?:person|department|team):(.+)$/;
const LONGEST_WINDOW_SECONDS = 366 * 86_400;
/** From the year 1 to the year 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/** A group by itself, so that it can be opened whatever the rules are by then. Opaque to callers. */
export function encodeGroupKey({ name, by, target, from, to }: GroupRange): string {
  return encodeChecked([1, name, by ?? null, target ?? null, secondOf(from), secondOf(to)]);
}

/** Undefined: it is no key that was given out. */
export function decodeGroupKey(key: string): GroupRange | undefined {
  const parts = decodeChecked(key);
  if (parts?.length !== 6) return undefined;
  const [version, name, by, target, from, to] = parts;
  if (version !== 1) return undefined;
  if (typeof name !== 'string' || !NAME.test(name) || !isWindow(from, to)) return undefined;
  const window = { from: momentOf(from as number), to: momentOf(to as number) };
  if (by === null && target === null) return { name, ...window };
  if (typeof by !== 'string' || !ARG.test(by) || !isTarget(target)) return undefined;
  return { name, by, target, ...window };
}

function isTarget(target: unknown): target is string {
  const [, named] = (typeof target === 'string' && TARGET.exec(target)) || [];
  return named !== undefined && id.safeParse(named).success;
}

function isWindow(from: unknown, to: unknown): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return false;
  const [begin, end] = [from as number, to as number];
  const isLong = end <= begin || end - begin > LONGEST_WINDOW_SECONDS;
  return !isLong && begin >= FIRST_SECOND && end <= LAST_SECOND;
}

function secondOf(moment: string): number {
  return Date.parse(`${moment.slice(0, 19)}Z`) / 1_000;
}

function momentOf(seconds: number): string {
  return inMicroseconds(new Date(seconds * 1_000));
}
