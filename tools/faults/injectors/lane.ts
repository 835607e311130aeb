import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from './wire.js';

/** More than this on its way, and nothing further is read: as a socket's window would have it. */
const WINDOW_BYTES = 1024 * 1024;

/** One direction of one connection. */
export class Lane {
  private sending: Promise<void> = Promise.resolve();
  private onItsWay = 0;
  private arrivesAt = 0;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly wire: Wire,
  ) {}

  /** Resolves when the connection has ended in this direction, in whatever way. Never rejects. */
  async run(): Promise<void> {
    try {
      for await (const piece of this.from as AsyncIterable<Buffer>) {
        await this.wire.squeeze(piece.byteLength);
        this.send(piece);
        if (this.onItsWay > WINDOW_BYTES) await this.sending;
      }
      await this.sending;
      await this.wire.opened();
      this.to.end();
    } catch {
      // Whoever sends is gone without a word, and so it is told.
      await this.wire.opened();
      this.to.resetAndDestroy();
    }
  }

  /** Pieces go side by side and arrive in order, whatever the jitter says. */
  private send(piece: Buffer): void {
    this.onItsWay += piece.byteLength;
    this.arrivesAt = Math.max(this.arrivesAt, performance.now() + this.wire.latencyMs());
    const { arrivesAt } = this;
    this.sending = this.sending.then(async () => {
      const early = arrivesAt - performance.now();
      if (early > 0) await sleep(early);
      await this.wire.opened();
      // Its callback comes also when the socket is destroyed.
      await new Promise<void>((resolve) => void this.to.write(piece, () => resolve()));
      this.onItsWay -= piece.byteLength;
    });
  }
}
