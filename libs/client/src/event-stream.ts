/** A frame of an event stream. One without data only moves the id. */
export interface Frame {
  /** Of this frame or, if it has none, of the last one before. */
  readonly id: string;
  readonly event: string;
  readonly data: string | undefined;
}

/**
 * Reads `text/event-stream` as the HTML standard has it (9.2.6), from bytes that are cut anywhere. A frame counts when its
 * empty line has come, so what a cut connection has left behind is not a frame.
 */
export class EventStreamParser {
  /** As of the last field `retry`. */
  retryMs: number | undefined;

  // Leaves out a byte order mark, and keeps the bytes of a letter until all are there.
  private readonly decoder = new TextDecoder();
  private line = '';
  private isAfterCr = false;
  private lastId = '';
  private id: string | undefined;
  private event = '';
  private data: string[] = [];

  push(bytes: Uint8Array): Frame[] {
    let text = this.decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    if (this.isAfterCr && text.startsWith('\n')) text = text.slice(1);
    this.isAfterCr = text.endsWith('\r');
    const lines = (this.line + text).split(/\r\n|\n|\r/);
    this.line = lines.pop() ?? '';
    return lines.flatMap((line) => (line === '' ? this.endFrame() : this.take(line)));
  }

  private take(line: string): [] {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
    return [];
  }

  private endFrame(): Frame[] {
    const { id, event, data } = this;
    this.id = undefined;
    this.event = '';
    this.data = [];
    if (id !== undefined) this.lastId = id;
    if (data.length > 0) return [{ id: this.lastId, event: event || 'message', data: data.join('\n') }];
    return id === undefined ? [] : [{ id, event: '', data: undefined }];
  }
}
