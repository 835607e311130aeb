import type { ServerResponse } from 'node:http';
import { positionIn, scopeOf } from '../feed.position.js';
import type { Reader } from '../reader.js';
import type { ResetReason } from './stream.resume.js';
import { byeEvent, HEARTBEAT, idLine, onePiece, resetEvent, retryLine } from './stream.frames.js';
import { streamResets, streamsDropped } from './stream.metrics.js';
import type { FollowedList, Subscriber } from './stream.subscriber.js';

/** For what was sent last to be read. */
const LAST_WORDS_MS = 5_000;

/** Where in the feed a stream begins. */
export interface StreamStart {
  readonly reader: Reader;
  readonly audiences: readonly string[];
  readonly list: FollowedList;
  readonly version: number;
  readonly epoch: string;
  readonly after: number;
  /** Goes on from a position: the first turn replays. */
  readonly resumed: boolean;
  /** Milliseconds of the clock: when the token ends. */
  readonly until: number;
}

/** The open answer to one reader. What waits in it is bounded: who does not read is let go. */
export class StreamClient implements Subscriber {
  readonly reader: Reader;
  readonly list: FollowedList;
  readonly version: number;
  readonly epoch: string;
  readonly until: number;
  audiences: readonly string[];
  left: readonly string[] = [];
  /** Whether it has been greeted yet; before that it waits for its first turn. */
  greeted = false;
  /** All changes up to here have been decided on. */
  at: number;
  lastWrite = Date.now();
  isOpen = true;
  readonly resumed: boolean;
  /** The position of the last id that was sent. */
  told: number;
  private scope: string;

  constructor(
    private readonly raw: ServerResponse,
    start: StreamStart,
    private readonly bufferBytes: number,
  ) {
    this.reader = start.reader;
    this.audiences = start.audiences;
    this.list = start.list;
    this.version = start.version;
    this.epoch = start.epoch;
    this.at = this.told = start.after;
    this.resumed = start.resumed;
    this.until = start.until;
    this.scope = scopeOf(start.audiences);
  }

  /** As ids have it; never before what was told already. */
  positionAt(position: number): string {
    this.told = Math.max(this.told, position);
    return positionIn(this.epoch, this.told, this.scope);
  }

  /** An event, with the position up to where the reader has everything once they have it. */
  send(event: Buffer, position: number): void {
    this.write(event, idLine(this.positionAt(position)));
  }

  sendId(position: number): void {
    this.write(idLine(this.positionAt(position)));
  }

  beat(): void {
    this.write(HEARTBEAT);
  }

  /** From here on they belong to others. Ids that were sent before lead to a reset. */
  moveTo(audiences: readonly string[]): void {
    this.left = this.audiences.filter((audience) => !audiences.includes(audience));
    this.audiences = audiences;
    this.scope = scopeOf(audiences);
  }

  /** The last that is sent: whoever comes back with its id has read the feed anew. */
  reset(reason: ResetReason, position: string, retryMs: number): void {
    if (!this.isOpen) return;
    streamResets.inc({ reason });
    this.write(retryLine(retryMs), resetEvent(reason, position), idLine(position));
    this.end();
  }

  bye(reason: 'draining' | 'token-expired', retryMs: number): void {
    if (!this.isOpen) return;
    this.write(retryLine(retryMs), byeEvent(reason, retryMs), idLine(this.positionAt(this.told)));
    this.end();
  }

  /** Cuts what is left of a stream that has ended. */
  destroy(): void {
    this.isOpen = false;
    this.raw.destroy();
  }

  write(...parts: readonly (Buffer | string)[]): void {
    if (!this.isOpen) return;
    this.lastWrite = Date.now();
    const { socket, chunkedEncoding } = this.raw;
    // Past the response, which makes four writes of one. It has no socket before those that were asked first are answered.
    if (socket) socket.write(onePiece(parts, chunkedEncoding));
    else this.raw.write(onePiece(parts, false));
    if (this.raw.writableLength <= this.bufferBytes) return;
    streamsDropped.inc();
    this.destroy();
  }

  private end(): void {
    this.isOpen = false;
    this.raw.end();
    setTimeout(() => this.raw.destroy(), LAST_WORDS_MS).unref();
  }
}
