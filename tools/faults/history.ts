import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Everything that was asked of the system and done to it, one JSON object in a line, in the order in which it happened. */
export class History {
  private readonly beginning = performance.now();

  private constructor(
    readonly file: string,
    private readonly out: WriteStream,
  ) {}

  static async in(file: string): Promise<History> {
    await mkdir(dirname(file), { recursive: true });
    const out = createWriteStream(file, { flags: 'a' });
    await once(out, 'open');
    return new History(file, out);
  }

  /** Milliseconds since the beginning. */
  get now(): number {
    return Math.round(performance.now() - this.beginning);
  }

  note(what: string, fields: object): void {
    this.out.write(`${JSON.stringify({ at: this.now, what, ...fields })}\n`);
  }

  async close(): Promise<void> {
    this.out.end();
    await once(this.out, 'close');
  }
}
