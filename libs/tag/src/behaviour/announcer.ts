/** Spoken at most this often: what comes meanwhile replaces what was to be said. */
const PAUSE_MS = 1_000;

/** What the one `role="status"` of a feed says. */
export class Announcer {
  text = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {}

  say(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.text = text;
      this.onChange();
    }, PAUSE_MS);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
