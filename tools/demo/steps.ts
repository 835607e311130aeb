import { MultiBar, Presets } from 'cli-progress';

const AT_ONCE = 8;

/** Carries out the steps of the day, a few at a time, and draws a bar for each kind of step. */
export class Steps {
  // Where nobody watches, a line a second for each bar is enough.
  private readonly bars = new MultiBar(
    { format: '{bar} {value}/{total} {kind}', noTTYOutput: true, notTTYSchedule: 1_000, hideCursor: true },
    Presets.rect,
  );

  /** In the order of `items`, also where the answers come in another. Rejects with the first step that fails. */
  async each<Item, Result>(
    kind: string,
    items: readonly Item[],
    step: (item: Item) => Promise<Result>,
  ): Promise<Result[]> {
    const bar = this.bars.create(items.length, 0, { kind });
    const results: Result[] = [];
    const open = [...items.entries()];
    const worker = async (): Promise<void> => {
      for (let next = open.shift(); next; next = open.shift()) {
        const [at, item] = next;
        results[at] = await step(item);
        bar.increment();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return results;
  }

  stop(): void {
    this.bars.stop();
  }
}
